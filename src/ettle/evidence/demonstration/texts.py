"""What Rona of the demonstration has written, by badge: one answer for each criterion. She cares for her brother."""

from __future__ import annotations

CITIZEN_LEADERSHIP = (
    (
        "I want the day centre to tell carers at least two weeks before it closes for a day. My brother gets very "
        "upset when his morning changes, and I have to ask for leave from my work. Last winter it closed four "
        "times, and each time we heard the evening before. It matters to other families too: three of them told "
        "me the same in the car park."
    ),
    (
        "I asked the other families whether they would sign a short letter, and eleven did. I wrote what each "
        "closed day meant for us: a shift that I lost, and a morning that my brother spent at the window. I took "
        "the letter to the manager and asked for twenty minutes. She had thought that the letters went out in "
        "time. We found that the office wrote them and that they were only posted on Fridays. Now they send a "
        "text message as well. It closed once since then, and we knew nine days before. That is not two weeks, "
        "and I will ask again in the spring."
    ),
    (
        "What helped me was that the other families said yes. I would not have gone alone. It would help to have "
        "the papers of the carers’ meeting before the evening itself, because I cannot read them on the bus and "
        "think at the same time. And it would help if one of those meetings were in the daytime, when my brother "
        "is at the centre."
    ),
    "My brother’s key worker read it once and asked me what I meant by ‘notice’. I wrote it by myself.",
)

SPEAKING_UP = (
    (
        "I tell the person who is in charge that day, and I write down what I saw, with the time. If it is about "
        "that person, I ring the manager. If nothing happens, I ring social work, and I have the number of the "
        "Care Inspectorate on my fridge. I did not know that a family member can ring them too until another "
        "carer told me."
    ),
    (
        "Last year a new worker came to help my brother in the mornings. He said that she hurried him and that "
        "she took the cup away before he had finished. I waited a week, because good help is hard to find and I "
        "was afraid that they would send nobody. Then I stayed one morning in the kitchen and saw it myself. I "
        "did not say it in front of him. I walked with her to her car and said what I had seen, and asked how "
        "much time she was given. She was given twenty minutes for forty minutes of work, and she had told her "
        "office twice. So we rang them together. I said what it did to him, and she said what it did to her. They "
        "changed the time of the next visit, so that she could stay longer. He finishes his tea now. What I "
        "learned is that the person I wanted to complain about had been speaking up before me, and nobody had "
        "listened to her."
    ),
    (
        "It was safe for me because she did not lose her temper, and because the office thanked us both. It is "
        "not safe when you depend on someone and think that they will go. One thing that I will do: when a new "
        "worker begins, I will tell them on the first day that I want to hear what is difficult, and that I will "
        "not be angry. And at the next carers’ meeting I will say aloud that I once waited a week, so that others "
        "know that they are not the only ones."
    ),
)

MY_LEADERSHIP_NOW = (
    (
        "I keep notes. When something changes for my brother I write the day and what I saw, in two lines. The "
        "last time he was ill, the doctor asked since when, and I could say it."
    ),
)

A_DIFFERENCE = (
    (
        "My brother eats his lunch at the centre again. For a month he had left it. I brought a little patience, "
        "and I know what he likes. I asked him, with pictures, what was wrong, and he chose the picture of the noise. "
        "I asked the cook and his key worker to help, and we tried a table by the window, away from the serving "
        "hatch. After a week he sat there by himself. He eats most of it now."
    ),
    (
        "Asking him led to the right table. It only worked because the key worker had made pictures that he "
        "knows. The table led to him eating. For that the cook had to bring his plate to it, and she did so "
        "even on days with few staff."
    ),
    (
        "It helps that the cook talks with families at the door. It gets in the way that the table plan is made in "
        "the office and nobody there has seen the room at noon. I will ask whether the manager comes and eats "
        "with us once."
    ),
)

MOTIVATING = (
    (
        "For me, as a carer who meets other carers, it means saying why a thing is worth the trouble, and "
        "seeing what people do well and telling them. Most of us hear only what went wrong."
    ),
    (
        "Our carers’ evening had six people left. I rang those who had stopped and asked what would make it worth "
        "an evening. They wanted to leave with one useful thing. So each time one of us now shows one: a form, a "
        "telephone number, a way to lift. I thank the person by name. Fourteen came in March, and two of them "
        "have since asked for a break, which they had never dared to."
    ),
    (
        "In January I did not do it. I was tired and only read out the dates. Four people did not come again, and "
        "I understand them."
    ),
    (
        "I asked a neighbour to lead every second evening, and told her why I thought of her. She does it "
        "differently, with tea first. People stay longer, and I go home less tired."
    ),
    (
        "It goes with 1.2 of the Codes: the views and wishes of people and carers count. When each of us shows what "
        "we know, we learn that our own views are worth saying aloud."
    ),
)

LETTER = "Thank you. I could see what you did and what changed for people. Every part is met. Tomasz"
