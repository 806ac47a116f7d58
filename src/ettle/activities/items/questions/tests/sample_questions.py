"""A question of each type, as an author writes it."""

from __future__ import annotations

from typing import Any

from ettle.activities.items.question_type import BaseQuestionSpec, QuestionType
from ettle.activities.items.registry import question_types

PARTS = [
    {"title": "What leaders do", "nodes": [{"key": "D3", "words": "listening"}, {"key": "D6", "words": "speaking up"}]},
    {"title": "How they engage", "nodes": [{"key": "E2", "words": "being honest"}]},
]
SAMPLES: dict[str, dict[str, Any]] = {
    "single_choice": {
        "key": "hand-over",
        "title": "The audit",
        "text": "Ade is ready for more.",
        "question": "What do you say to him?",
        "options": [
            {
                "key": "whole",
                "text": "What it is for, and when we talk",
                "weight": 1,
                "feedback": "He can judge.",
            },
            {"key": "list", "text": "The list of tasks", "weight": 0.5, "feedback": "It is clear. It is still yours."},
            {"key": "vague", "text": "See how you go", "feedback": "He has to guess what you need."},
        ],
    },
    "multiple_choice": {
        "key": "what-he-needs",
        "title": "What he needs",
        "question": "What goes with the task?",
        "options": [
            {"key": "authority", "text": "What he may decide", "right": True, "feedback": "Else he asks each time."},
            {"key": "time", "text": "Time on the rota", "right": True, "feedback": "Else it is done at home."},
            {"key": "help", "text": "Where to get help", "right": True, "feedback": "Asking is part of it."},
            {"key": "script", "text": "Every word to say", "feedback": "Then nothing is his."},
            {"key": "secret", "text": "Your password", "feedback": "Never. He gets his own."},
        ],
    },
    "order": {
        "key": "the-steps",
        "title": "The steps",
        "question": "In which order?",
        "why": "Agree first, look afterwards.",
        "items": [
            {"key": "agree", "text": "Agree the outcome"},
            {"key": "begin", "text": "He begins", "why": "He may do it his way."},
            {"key": "check", "text": "You look at it together"},
            {"key": "thank", "text": "You thank him for something you saw"},
        ],
    },
    "match": {
        "key": "what-follows",
        "title": "What follows",
        "question": "What may each lead to?",
        "things": "What you do",
        "matches": "What may follow",
        "answers": [
            {"key": "tries", "text": "He tries"},
            {"key": "hides", "text": "He hides a slip"},
            {"key": "leaves", "text": "He moves to Peru"},
        ],
        "pairs": [
            {"key": "thank", "text": "Thank him for bad news", "answer": "tries", "why": "It was safe."},
            {"key": "blame", "text": "Ask who did it", "answer": "hides", "why": "It was not."},
        ],
    },
    "confidence": {
        "key": "how-sure",
        "title": "How sure are you?",
        "question": "Could you do this next week?",
        "levels": [
            {"key": "not-yet", "text": "Not yet", "feedback": "Choose a smaller task."},
            {"key": "with-help", "text": "With help"},
            {"key": "yes", "text": "Yes"},
        ],
    },
    "reflection": {
        "key": "your-task",
        "title": "Your task",
        "question": "What will you hand over?",
        "after": "Tell one person about it.",
    },
    "explore": {
        "key": "open-door",
        "title": "The open door",
        "text": "She asks, and waits.",
        "question": "Which part of the model is this?",
        "spot": {"parts": PARTS, "right": ["D3"], "why": "She waited for an answer."},
    },
}
MARK = {
    "key": "yours",
    "title": "Yours",
    "question": "Which of these did you do?",
    "mark": {"parts": PARTS, "after": "Choose one."},
}
ENABLERS = {
    "key": "helps",
    "title": "What helps?",
    "question": "Does it help people to speak up?",
    "enablers": {
        "node": {"key": "D6", "words": "speaking up"},
        "circumstances": [
            {"key": "thanks", "text": "Bad news is thanked for", "helps": True, "why": "It is safe."},
            {"key": "blame", "text": "Someone is blamed", "helps": False, "why": "People learn to say less."},
        ],
    },
}


def find_type(key: str) -> QuestionType[Any]:
    return next(question_type for question_type in question_types() if question_type.key == key)


def sample(key: str, **changes: Any) -> BaseQuestionSpec:
    spec: BaseQuestionSpec = find_type(key).spec.from_stored(SAMPLES[key] | changes)
    return spec


def questions(*steps: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An activity of these steps; of one of each type when none are given."""
    return {
        "key": "delegating",
        "kind": "questions",
        "title": "Delegating",
        "summary": "Hand over a task.",
        "minutes": 5,
        "questions": {
            "steps": list(steps) or [{key: question} for key, question in SAMPLES.items()],
            "closing": "Hand over one thing this week.",
            **changes,
        },
    }
