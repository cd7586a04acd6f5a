"""The Telegram bot's messages in Chinese."""

from __future__ import annotations

from bot.messages.tg_catalogue import TgMessages

CHINESE = TgMessages(
    commands={
        "start": "从这里开始",
        "ask": "提问：/ask 问题",
        "articles": "有哪些文章",
        "use": "只问其中一篇：/use 编号",
        "more": "再看一段相关的原文",
        "new": "重新开始对话",
        "lang": "中文 / English",
        "privacy": "我保存了什么",
        "forget": "删掉我保存的一切",
        "help": "怎么用",
    },
    admin_commands={
        "stats": "用量（管理员）",
        "feedback": "最近的差评（管理员）",
        "reload": "重新载入文章库（管理员）",
        "health": "运行状况（管理员）",
    },
    description=(
        "问一篇文章，它用自己的话回答。\n\n"
        "每个答案都是一字不改的原文，标出回答问题的那一句，注明出处；文中没有说的，我就说没有说。"
        "不用语言模型，不编造任何内容。"
    ),
    short_description="问一篇文章，它用自己的话回答：一字不改的原文，注明出处。",
    start="问一篇文章，它用自己的话回答：一字不改的原文，标出回答问题的那一句，注明出处。文中没有说的，我就说没有说。",
    start_one="现在可以问的是《{title}》，{paragraphs} 段。",
    start_many="现在可以问 {articles} 篇文章，共 {paragraphs} 段。/articles 列出全部。",
    start_group="在群里，请 @{username}，或回复我的消息，或用 /ask 提问；其余的消息我不读。",
    try_these="直接把问题发给我就行。可以点一个试试：",
    try_these_in_group="可以点一个试试：",
    help_ask="把问题直接发给我。可以接着上文追问；回复我以前的一条回答，就从那一条接着问。改了问题，我会跟着改回答。",
    help_buttons="回答下面的按钮：看下一段相关的原文、引文前后的段落、引文的出处；👍 👎 告诉我答得对不对。",
    help_groups="在群里：@{username}、回复我的消息，或者 /ask 问题。回复别人的一句话并写上 /ask，我就答那句话。",
    help_inline="在任何聊天里输入 @{username} 和问题，可以选一段原文发出去。",
    help_commands="命令",
    help_languages="/lang en · English",
    passage_of="第 {number} 段，共 {count} 段相关",
    passage_only="只有这一段相关",
    more_passages="另有 {count} 段相关",
    nearest="最接近的段落，不是答案：",
    can_answer="这些问题，文中有答案：",
    offered="问：{question}",
    wide_context="引文前后各 {count} 段：",
    source_place="原文第 {first}–{last} 个字符，第 {line} 行；{place}，全文共 {paragraphs} 段",
    source_verbatim="引文与原文逐字相同。",
    source_byline="{field}：{value}",
    page_of="（{number}/{count}）",
    button_next="下一段 ›",
    button_previous="‹ 上一段",
    button_context="上下文",
    button_wider="再多几段",
    button_source="原文出处",
    button_back="‹ 回到引文",
    button_close="收起",
    button_nearest="看最接近的段落",
    button_all="全部文章",
    button_page_next="下一页 ›",
    button_page_previous="‹ 上一页",
    button_good="👍",
    button_bad="👎",
    button_chosen="{label} ✓",
    thanks_good="谢谢！",
    thanks_bad="谢谢，记下了。",
    thanks_withdrawn="已收回评价。",
    stale_answer="这条回答太久了，我已经不记得；请再问一次。",
    stale_article="文章库已经更新，这段引文找不到了；请再问一次。",
    stale_message="这条消息太旧，改不了了；请再问一次。",
    stale_offer="这个按钮太久了；请直接把问题发给我。",
    stale_button="这个按钮已经不用了；/help 看现在能做什么。",
    articles_title="可以问的文章，共 {count} 篇",
    articles_row="{number}. 《{title}》 {paragraphs} 段",
    articles_in_use="{row} ← 正在问这一篇",
    articles_pick="点编号只问其中一篇：",
    used_one="接下来只问《{title}》。/use 0 回到全部文章。",
    used_all="接下来问全部 {count} 篇文章。",
    use_usage="请写成 /use 编号，编号见 /articles；/use 0 回到全部文章。",
    no_such_article="没有“{name}”这篇文章；/articles 列出全部。",
    article_gone="原来选的那篇文章已经不在库里，现在问的是全部文章。",
    ask_usage="请写成 /ask 问题，例如：/ask {example}",
    new="新的对话开始了，前面的问题不再当作上文。",
    nothing_asked="还没有问过问题；先问一个吧。",
    no_more="没有更多相关的段落了。",
    lang_pick="请选择语言。引文总是原文。",
    lang_changed="已改用中文。引文总是原文。",
    lang_usage="请写成 /lang zh 或 /lang en。",
    privacy=(
        "我在一台服务器上的一个数据库文件里保存这些：\n"
        "· 您问的问题、我引用了哪些段落、消息的编号和时间：为了接着上文回答、让按钮继续可用，{days} 天后删除；\n"
        "· 您选的语言和文章；\n"
        "· 您点的 👍 👎：管理员能看到被点 👎 的问题，看不到是谁问的；\n"
        "· 收到的消息：为了断电也不漏答，答完即删；实在处理不了的，留 {letters} 天给管理员查看。\n"
        "日志里没有消息内容，聊天编号只以散列值出现。没有别人能得到这些，也不发往别处。\n"
        "/forget 立即删掉这个聊天的以上全部。"
    ),
    forgotten="都删掉了：这个聊天的问题、回答、评价、设置和收到的消息，我都不再保存。以前的按钮也就失效了。",
    only_text="我只读文字。请把问题写成文字发给我，例如：{example}",
    unknown_command="没有 /{name} 这个命令",
    did_you_mean="；是不是 /{name}？",
    see_help="；/help 列出全部。",
    not_admitted="抱歉，这个机器人只为指定的聊天服务。如需使用，请把聊天编号 {chat} 告诉管理员。",
    too_fast="您问得太快，我跟不上了；请过 {seconds} 秒再问。",
    group_welcome="大家好！请 @{username}、回复我的消息，或用 /ask 提问；其余的消息我不读。/help 看怎么用。",
    inline_ask="输入一个关于文章的问题",
    inline_none="文中没有说",
    inline_empty="到私聊里问",
    stats=(
        "近 24 小时：{day_answers} 个回答，{day_abstentions} 个没有说，{day_chats} 个聊天\n"
        "保存着的：{answers} 个回答，{abstentions} 个没有说，{chats} 个聊天"
    ),
    stats_rated="评价：👍 {good}，👎 {bad}",
    feedback_none="还没有 👎。",
    feedback_title="最近被点 👎 的 {count} 个问题：",
    feedback_row="{when} 问：{question}",
    feedback_silence="答：文中没有说（{reason}）",
    reloaded="已重新载入：{articles} 篇，{paragraphs} 段。",
    reload_failed="没有重新载入，仍用原来的文章库：{text}",
    health=(
        "已运行 {uptime}；内存 {memory} MB，{processes} 个进程\n"
        "收件箱：{waiting} 条待处理，{dead} 条无法处理\n"
        "数据库：{database} MB\n"
        "文章库：{articles} 篇，{paragraphs} 段\n"
        "版本 {version}，python-telegram-bot {library}"
    ),
)
