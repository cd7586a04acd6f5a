"""The help of the command line in Chinese."""

from __future__ import annotations

from bot.messages.catalogue import CommandHelp

COMMANDS = {
    "yuanhua": CommandHelp(
        "问一篇文章，它用自己的话回答",
        "问一篇文章，它用自己的话回答：每个答案都是原文的引文，注明出处；文中没有说的，就说没有说。\n"
        "不写命令时进入对话。每个命令都有自己的 --help。\n"
        "\n"
        "退出码：0 有答案或已完成；1 文中没有说；2 用法不对或出错；130 被 Ctrl-C 中断；141 读取输出的一方已离开。\n"
        "环境变量：NO_COLOR 不用颜色；YUANHUA_CONFIG 另指配置文件；config.toml 的每个键都有对应的 YUANHUA_… 变量。",
        ("yuanhua", 'yuanhua ask "这篇文章是谁写的？"', "yuanhua chat --corpus 我的文章.md", "yuanhua add 我的文章.md"),
    ),
    "chat": CommandHelp(
        "在终端里对话",
        "在终端里一问一答，可以接着上文追问；/help 列出对话里的命令。输入来自管道时，每行是一个问题，逐行回答。",
        (
            "yuanhua chat",
            "yuanhua chat --corpus 甲.txt 乙.md",
            "yuanhua chat --index ~/索引",
            "printf '谁写的？\\n什么时候？\\n' | yuanhua chat",
        ),
    ),
    "ask": CommandHelp(
        "问一个问题，或一批问题",
        "问一个问题，给出最好的一段引文。问题也可以从管道送入。\n"
        "没有颜色时，用记号标出要紧的地方（记号不属于原文）：«回答问题的句子»，‹与问题相同的词›，▸答案◂。\n"
        "退出码：0 有答案；1 文中没有说；2 用法不对或出错。\n"
        "\n"
        '--batch 每行读一个 JSON：{"id": "q1", "question": "…", "after": ["同一对话里先前的问题"]}，id 和 after'
        " 可以不写；"
        "逐行输出 JSON，与 --json 的内容相同。不合格的行输出 error，其余照常，最后退出码为 2；此外 --batch"
        " 的退出码都是 0。",
        (
            'yuanhua ask "这篇文章是谁写的？"',
            'yuanhua ask "为什么？" --corpus 甲.txt 乙.md --json',
            "echo 什么时候发表的？ | yuanhua ask",
            "yuanhua ask --batch 问题.jsonl > 回答.jsonl",
        ),
    ),
    "add": CommandHelp(
        "把文章加入文章库",
        "把文件原样复制到文章库，从此 chat 和 ask 都会查它。能读纯文本、Markdown、从网页复制下来的文字；"
        "编码不是 UTF-8 的会自动辨认并说明。有一个文件读不了，就一个也不加。",
        ("yuanhua add 甲.txt 乙.md", "yuanhua add --replace 甲.txt", "pbpaste | yuanhua add - --id 剪报"),
    ),
    "list": CommandHelp(
        "列出文章库里的文章", "列出文章库里的文章：编号、标题、段数、字数。", ("yuanhua list", "yuanhua list --json")
    ),
    "remove": CommandHelp(
        "从文章库移除文章", "按编号移除文章；编号见 yuanhua list。", ("yuanhua remove 甲", "yuanhua remove 甲 乙")
    ),
    "show": CommandHelp(
        "看一篇文章是怎样读的",
        "看一篇文章的标题、作者等信息、各章节和带编号的段落。ARTICLE 是文章库里的编号，或者一个文件。",
        ("yuanhua show 甲", "yuanhua show 网页.txt --dropped", "yuanhua show 甲 --json"),
    ),
    "index": CommandHelp(
        "（重新）建索引",
        "为文章库重新建索引；给出 --corpus 时为那些文件建，不动文章库。平时不必用它：文章变了，索引会自动重建。",
        ("yuanhua index", "yuanhua index --corpus 甲.txt 乙.md --index ~/索引", "yuanhua index --json"),
    ),
    "telegram": CommandHelp(
        "Telegram 机器人",
        "在 Telegram 里回答问题，直到让它结束（Ctrl-C 或 SIGTERM）。收下的问题不会丢：答完之前都存在文件里。\n"
        "机器人的令牌取自环境变量 TELEGRAM_BOT_TOKEN，或 telegram.token_file 指明的文件；令牌由 Telegram 里的"
        " @BotFather 发放。设置在 config.toml 的 [telegram] 里。需要 python-telegram-bot（make telegram 会装上）。",
        (
            "TELEGRAM_BOT_TOKEN=123456:ABC-DEF yuanhua telegram",
            "yuanhua telegram --corpus 文章.md",
            "yuanhua telegram --set telegram.admins=12345678",
        ),
    ),
    "train": CommandHelp(
        "重新训练模型",
        "从 SQuAD 格式的问题集里学：哪一句回答了问题，把握有多大；再从整篇文章和问它的问题（--article）里学："
        "在一篇文章里什么更要紧。模型和说明写进一个文件夹；只给 --article，文件夹里原有的模型就不动。"
        "自带的模型就是这样来的，数据、种子和版本相同，文件就相同。需要 scikit-learn（make test 会装上）。",
        (
            "yuanhua train cmrc2018-train.json drcd-dev.json --article 文章.md 问题.jsonl --out models",
            "yuanhua train --article 文章.md 问题.jsonl --article 又一篇.md 它的问题.jsonl --out models",
        ),
    ),
    "evaluate": CommandHelp(
        "在问题集上评测检索和回答",
        "在问题集上评测各个系统：找到的段落对不对，引的句子对不对，该不说的时候有没有说。DATA 可以是 BEIR 目录、SQuAD"
        " 格式的 .json、我们自己格式的问题 .jsonl（问的是 --corpus 或 --index 里的文章）、放着 questions.jsonl 和它所问"
        "文章的目录，或放着这些的目录；不写就用环境变量 YUANHUA_DATASETS 指明的。"
        "TREC 格式的判断（.qrels、.trec、.txt）配 --run 也可以。\n"
        "系统：words（jieba 词的 BM25）、bigrams（二字的 BM25）、tfidf（余弦）、mixed（我们的词）、mixed+sentence"
        "（再看最好的句子）、yuanhua（从问题到回答的全程）。不写 --system 就都评测。",
        (
            "yuanhua evaluate cmrc2018-dev.json",
            "yuanhua evaluate cmrc2018-dev.json --system words --system yuanhua --hide-gold 0.5 --seed 1",
            "yuanhua evaluate beir/scifact --run 我的结果.trec --out 评测",
            "yuanhua evaluate 问题.jsonl --corpus 文章.md --json",
        ),
    ),
    "evaluate compare": CommandHelp(
        "逐个问题比较评测的结果",
        "在同样的问题上比较各个系统：每个指标的差和它的 95% 区间（对问题做自助法）、成对随机化检验的 p，"
        "多少问题变好、不变、变差；再列出变化最大的问题和双方的回答。RUN 可以是 yuanhua evaluate --out 写出的目录"
        "（其中的所有系统）、里面的一个 outcomes 文件，或 TREC 结果文件（配 --qrels）。其余的都与第一个相比，"
        "用 --base 可另指一个。"
        "每个 p 只说它自己那一次比较：比较得多了，总有几个碰巧很小。",
        (
            "yuanhua evaluate compare 评测",
            "yuanhua evaluate compare 之前 之后 --system yuanhua",
            "yuanhua evaluate compare 评测 --base words --measure nDCG@10 --json",
            "yuanhua evaluate compare 甲.trec 乙.trec --qrels 判断.qrels",
        ),
    ),
    "evaluate sweep": CommandHelp(
        "评测许多组设置，看挑选它们值多少",
        "对 bm25.k1、bm25.b、search.sentence_weight 的每一种组合评测 mixed+sentence，没有给值的用现在的设置。"
        "问题分成几份，同一篇文章的总在一份；每一份都用在其余各份上最好的组合来评。"
        "加上 --kept，做完的点会存在文件里，中断后可以接着做。",
        (
            "yuanhua evaluate sweep cmrc2018-dev.json --k1 0.6 --k1 0.9 --k1 1.2 --b 0.2 --b 0.4",
            "yuanhua evaluate sweep cmrc2018-dev.json --sentence-weight 0 --sentence-weight 0.75 --kept 点.jsonl",
        ),
    ),
    "completion": CommandHelp(
        "让 shell 能补全 yuanhua 的命令",
        "打印 bash、zsh 或 fish 的补全脚本；加 --install 就放到 shell 会去找的地方。不写哪种时看 SHELL 变量。",
        ("yuanhua completion --install", "yuanhua completion bash > yuanhua.bash", 'eval "$(yuanhua completion zsh)"'),
    ),
}

OPTIONS = {
    "k1": "试一个 bm25.k1；可以写多次",
    "b": "试一个 bm25.b（0 到 1）；可以写多次",
    "sentence-weight": "试一个 search.sentence_weight；可以写多次",
    "folds": "问题分成几份来轮流留出",
    "kept": "做完的点存在这个文件里，里面有的不再评测",
    "qrels": "结果文件所依的 TREC 判断",
    "base": "其余系统都与它相比；不写就是第一个",
    "measure": "比较哪个指标；可以写多次，第一个也用来看哪些问题变了",
    "changes": "变好和变差的问题各列出几个",
    "report": "把带图的 HTML 报告写到这个文件",
    "article": "一篇文章和问它的问题；可以写多次",
    "out": "写到哪个文件夹",
    "seed": "随机顺序的种子",
    "system": "评测哪个系统；可以写多次",
    "run": "评测别处得到的 TREC 结果文件；可以写多次",
    "limit": "随机取这么多个问题，段落不减",
    "hide-gold": "把这么大比例的问题的相关段落拿掉，看会不会说没有答案",
    "k": "每个问题找多少段",
    "help": "显示这份说明",
    "version": "显示版本",
    "lang": "说明和消息用中文还是英文；引文总是原文",
    "no-color": "不用颜色",
    "config": "另指配置文件",
    "set": "改一个配置项，例如 bm25.k1=1.2；可以写多次",
    "debug": "遇到没有料到的问题时显示详情",
    "corpus": "只问这些文件，不用文章库；可以跟几个",
    "index": "索引所在的目录；单独使用时直接打开它",
    "quotes": "最多给几段引文",
    "threshold": "把握低于多少就不回答（0 到 1）",
    "json": "输出 JSON",
    "batch": "从文件逐行读问题（- 为标准输入），逐行输出 JSON",
    "id": "文章的编号；不写就用文件名，- 则用标题",
    "replace": "编号相同的文章，用新的替换旧的",
    "dropped": "看略去了哪些行，因为哪条规则",
    "raw": "看未经整理的原文",
    "install": "把脚本放到 shell 会去找的地方",
}
