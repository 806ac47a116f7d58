"""Areas to read: pages, blocks, rendering, reading progress and saved areas."""
