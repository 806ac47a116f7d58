"""Applications for badges: answers, reviews, decisions and referrals."""
