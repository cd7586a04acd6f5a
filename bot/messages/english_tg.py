"""The Telegram bot's messages in English."""

from __future__ import annotations

from bot.messages.tg_catalogue import TgMessages

ENGLISH = TgMessages(
    commands={
        "start": "begin here",
        "ask": "ask: /ask question",
        "articles": "what can be asked about",
        "use": "ask one article only: /use number",
        "more": "another related passage",
        "new": "begin a new conversation",
        "lang": "中文 / English",
        "privacy": "what I keep",
        "forget": "delete all I keep",
        "help": "how it works",
    },
    admin_commands={
        "stats": "figures (admins)",
        "feedback": "what was rated 👎 (admins)",
        "reload": "reload the library (admins)",
        "health": "how the service is doing (admins)",
    },
    description=(
        "Ask an article; it answers in its own words.\n\n"
        "Every answer is a verbatim passage with the answering sentence marked and its place named; what the article "
        "does not say, I say it does not say. No language model, nothing invented."
    ),
    short_description="Ask an article; it answers in its own words: verbatim passages with their source.",
    start=(
        "Ask an article; it answers in its own words: a verbatim passage, the answering sentence marked, its place "
        "named. What the article does not say, I say it does not say."
    ),
    start_one="You can ask about “{title}”, {paragraphs} paragraphs.",
    start_many="You can ask about {articles} articles, {paragraphs} paragraphs in all. /articles lists them.",
    start_group="In a group, mention @{username}, reply to a message of mine or use /ask; I do not read the rest.",
    try_these="Just send me a question. Tap one to try:",
    try_these_in_group="Tap one to try:",
    help_ask=(
        "Just send me a question. You can follow up on what was said before; reply to an old answer of mine to go on "
        "from there. Edit a question, and I edit its answer."
    ),
    help_buttons=(
        "The buttons below an answer: the next related passage, the paragraphs around the quotation, where it stands; "
        "👍 👎 tell me whether it was right."
    ),
    help_groups=(
        "In a group: @{username}, a reply to a message of mine, or /ask question. Reply to somebody's words with /ask, "
        "and I answer those."
    ),
    help_inline="In any chat type @{username} and a question to pick a passage to send.",
    help_commands="Commands",
    help_languages="/lang zh · 中文",
    passage_of="passage {number} of {count} related",
    passage_only="the only related passage",
    more_passages="{count} more related",
    nearest="The nearest passage, not an answer:",
    can_answer="These the article does answer:",
    offered="Q: {question}",
    wide_context="{count} paragraphs before and after it:",
    source_place="characters {first}–{last} of the source, line {line}; {place} of {paragraphs}",
    source_verbatim="The quotation is the source's, character by character.",
    source_byline="{field}: {value}",
    page_of="({number}/{count})",
    button_next="next ›",
    button_previous="‹ previous",
    button_context="context",
    button_wider="wider",
    button_source="source",
    button_back="‹ back",
    button_close="close",
    button_nearest="see the nearest passage",
    button_all="all articles",
    button_page_next="next page ›",
    button_page_previous="‹ previous page",
    button_good="👍",
    button_bad="👎",
    button_chosen="{label} ✓",
    thanks_good="Thank you!",
    thanks_bad="Thank you, noted.",
    thanks_withdrawn="Rating withdrawn.",
    stale_answer="That was too long ago and I no longer have it; please ask again.",
    stale_article="The library has changed and the passage is gone; please ask again.",
    stale_message="This message is too old to be changed; please ask again.",
    stale_offer="This button is too old; please send me the question.",
    stale_button="This button is no longer used; see /help for what I can do.",
    articles_title="Articles you can ask about: {count}",
    articles_row="{number}. “{title}” {paragraphs} ¶",
    articles_in_use="{row} ← answering from this one",
    articles_pick="Tap a number to ask one only:",
    used_one="From now on I answer from “{title}” only. /use 0 goes back to all articles.",
    used_all="From now on I answer from all {count} articles.",
    use_usage="Write /use NUMBER, with a number from /articles; /use 0 goes back to all articles.",
    no_such_article="There is no article “{name}”; /articles lists them all.",
    article_gone="The article you had chosen is no longer in the library; I answer from all of them now.",
    ask_usage="Write /ask and your question, such as: /ask {example}",
    new="A new conversation: what was asked before no longer counts.",
    nothing_asked="Nothing was asked yet; ask something first.",
    no_more="There are no more related passages.",
    lang_pick="Choose a language. Quotations are always the original.",
    lang_changed="I speak English now. Quotations are always the original.",
    lang_usage="Write /lang zh or /lang en.",
    privacy=(
        "In one database file on one server I keep:\n"
        "· your questions, which passages I quoted, message numbers and times: to follow up on what was said before "
        "and to keep the buttons working; deleted after {days} days;\n"
        "· the language and the article you chose;\n"
        "· your 👍 and 👎: admins can see the questions rated 👎, not who asked them;\n"
        "· messages received, so that none goes unanswered after a power cut: until they are answered; what cannot be "
        "handled stays {letters} days for the admins to look at.\n"
        "Logs hold no message, and chat numbers only as hashes. Nobody else gets any of it; nothing is sent on.\n"
        "/forget deletes all of this chat's at once."
    ),
    forgotten=(
        "All deleted: I keep no question, answer, rating, setting or message of this chat any more. Earlier buttons "
        "have stopped working."
    ),
    only_text="I read text only. Please send your question as text, such as: {example}",
    unknown_command="There is no command /{name}",
    did_you_mean="; did you mean /{name}?",
    see_help="; /help lists them all.",
    not_admitted="Sorry, this bot serves certain chats only. To use it, tell its admin the chat number {chat}.",
    too_fast="You ask faster than I can follow; please wait {seconds} seconds.",
    group_welcome=(
        "Hello! Mention @{username}, reply to a message of mine or use /ask; I do not read the rest. /help says more."
    ),
    inline_ask="Type a question about the article",
    inline_none="The article does not say",
    inline_empty="Ask in a private chat",
    stats=(
        "Last 24 hours: {day_answers} answers, {day_abstentions} abstentions, {day_chats} chats\n"
        "Kept: {answers} answers, {abstentions} abstentions, {chats} chats"
    ),
    stats_rated="Ratings: 👍 {good}, 👎 {bad}",
    feedback_none="No 👎 yet.",
    feedback_title="The {count} questions last rated 👎:",
    feedback_row="{when} Q: {question}",
    feedback_silence="A: the article does not say ({reason})",
    reloaded="Reloaded: {articles} articles, {paragraphs} paragraphs.",
    reload_failed="Not reloaded; the library stays as it was: {text}",
    health=(
        "Up for {uptime}; memory {memory} MB in {processes} processes\n"
        "Inbox: {waiting} waiting, {dead} dead letters\n"
        "Database: {database} MB\n"
        "Library: {articles} articles, {paragraphs} paragraphs\n"
        "Version {version}, python-telegram-bot {library}"
    ),
)
