"""The help of the command line in English."""

from __future__ import annotations

from bot.messages.catalogue import CommandHelp

COMMANDS = {
    "yuanhua": CommandHelp(
        "ask an article; it answers in its own words",
        "Ask an article; it answers in its own words: every answer is a verbatim quotation with its place, and what the"
        " article does not say is said not to be said.\n"
        "Without a command, a conversation begins. Every command has a --help of its own.\n"
        "\n"
        "Exit codes: 0 answered or done; 1 the article does not say; 2 wrong usage or an error; 130 interrupted by"
        " Ctrl-C;"
        " 141 whoever read the output went away.\n"
        "Environment: NO_COLOR for no colours; YUANHUA_CONFIG for another config file; every key of config.toml has its"
        " YUANHUA_… variable.",
        ("yuanhua", 'yuanhua ask "这篇文章是谁写的？"', "yuanhua chat --corpus article.md", "yuanhua add article.md"),
    ),
    "chat": CommandHelp(
        "a conversation in the terminal",
        "Questions and answers in the terminal, with follow-up questions; /help lists the commands there. With"
        " input from"
        " a pipe each line is a question, answered in turn.",
        (
            "yuanhua chat",
            "yuanhua chat --corpus one.txt two.md",
            "yuanhua chat --index ~/my-index",
            "printf '谁写的？\\n什么时候？\\n' | yuanhua chat",
        ),
    ),
    "ask": CommandHelp(
        "one question, or a batch of them",
        "Asks one question and gives the best quotation. The question can be piped in, too.\n"
        "Without colours, marks show what matters (they are no part of the text): «the sentence that answers»,"
        " ‹words of the"
        " question›, ▸the answer◂.\n"
        "Exit codes: 0 answered; 1 the article does not say; 2 wrong usage or an error.\n"
        "\n"
        '--batch reads a line of JSON a question: {"id": "q1", "question": "…", "after": ["earlier questions of the'
        " same"
        ' chat"]}, where id and after may be missing, and writes a line of JSON each, with what --json has. A line'
        " that is"
        " no question gets an error, the others are answered, and the exit code is 2 in the end; without such lines it"
        " is 0.",
        (
            'yuanhua ask "这篇文章是谁写的？"',
            'yuanhua ask "为什么？" --corpus one.txt two.md --json',
            "echo 什么时候发表的？ | yuanhua ask",
            "yuanhua ask --batch questions.jsonl > replies.jsonl",
        ),
    ),
    "add": CommandHelp(
        "add articles to the library",
        "Copies files as they are into the library, where chat and ask find them from then on. Reads plain text,"
        " Markdown,"
        " and text copied from web pages; an encoding other than UTF-8 is recognised and told. Where one file cannot be"
        " read, none is added.",
        ("yuanhua add one.txt two.md", "yuanhua add --replace one.txt", "pbpaste | yuanhua add - --id clipping"),
    ),
    "list": CommandHelp(
        "list the articles in the library",
        "Lists the articles in the library: id, title, paragraphs, characters.",
        ("yuanhua list", "yuanhua list --json"),
    ),
    "remove": CommandHelp(
        "remove articles from the library",
        "Removes articles by id, as yuanhua list gives it.",
        ("yuanhua remove one", "yuanhua remove one two"),
    ),
    "show": CommandHelp(
        "show how an article was read",
        "Shows an article's title, author and so on, its sections, and its numbered paragraphs. ARTICLE is an id"
        " from the"
        " library, or a file.",
        ("yuanhua show one", "yuanhua show page.txt --dropped", "yuanhua show one --json"),
    ),
    "index": CommandHelp(
        "(re)build the index",
        "Builds the library's index anew; with --corpus, that of those files, and the library is left alone. It is"
        " seldom"
        " needed: an index rebuilds itself when its articles change.",
        ("yuanhua index", "yuanhua index --corpus one.txt two.md --index ~/my-index", "yuanhua index --json"),
    ),
    "telegram": CommandHelp(
        "the Telegram bot",
        "Answers questions in Telegram until it is told to end (Ctrl-C, SIGTERM). Questions it has accepted outlast"
        " anything: they are in a file until they are answered.\n"
        "The bot's token comes from the environment variable TELEGRAM_BOT_TOKEN, or from the file that"
        " telegram.token_file names; @BotFather in Telegram hands them out. Settings are in [telegram] of config.toml."
        " Needs python-telegram-bot (make telegram installs it).",
        (
            "TELEGRAM_BOT_TOKEN=123456:ABC-DEF yuanhua telegram",
            "yuanhua telegram --corpus article.md",
            "yuanhua telegram --set telegram.admins=12345678",
        ),
    ),
    "train": CommandHelp(
        "learn the models anew",
        "Learns from SQuAD-format question sets which sentence answers a question, and how sure that is; then from"
        " articles and questions on them (--article) what counts within one. The models are written to a folder with"
        " their card; with --article alone, those already there stay. The shipped ones were made so; the same data,"
        " seed and versions give the same files. Needs scikit-learn (make test installs it).",
        (
            "yuanhua train cmrc2018-train.json drcd-dev.json --article article.md questions.jsonl --out models",
            "yuanhua train --article one.md its.jsonl --article other.md its-own.jsonl --out models",
        ),
    ),
    "evaluate": CommandHelp(
        "measure finding and answering on question sets",
        "Measures systems on question sets: whether the right passages are found, the right sentences quoted, and"
        " silence kept where it should be. DATA is a BEIR folder, a SQuAD-format .json, questions of our own layout as"
        " .jsonl (on the articles of --corpus or --index), a folder with questions.jsonl and their articles, or a"
        " folder of these; by default what YUANHUA_DATASETS names. TREC judgments (.qrels, .trec, .txt) do with"
        " --run.\n"
        "Systems: words (BM25 over jieba's words), bigrams (BM25 over pairs of characters), tfidf (cosine), mixed (our"
        " terms), mixed+sentence (and the best sentence), yuanhua (the whole road from question to reply). Without"
        " --system, all of them.",
        (
            "yuanhua evaluate cmrc2018-dev.json",
            "yuanhua evaluate cmrc2018-dev.json --system words --system yuanhua --hide-gold 0.5 --seed 1",
            "yuanhua evaluate beir/scifact --run mine.trec --out measured",
            "yuanhua evaluate questions.jsonl --corpus article.md --json",
        ),
    ),
    "evaluate compare": CommandHelp(
        "compare what was measured, question by question",
        "Compares systems on the same questions: for each measure the difference with its 95 % interval (bootstrap over"
        " questions), p of the paired randomisation test, and how many questions got better, stayed, got worse; then"
        " the questions that changed most, with both answers. RUN is a folder that yuanhua evaluate --out wrote (all"
        " systems in it), an outcomes file from there, or a TREC run file with --qrels. The first is what the others"
        " are compared with, unless --base names another. Each p is that of its comparison alone: many comparisons"
        " have some small ones by chance.",
        (
            "yuanhua evaluate compare measured",
            "yuanhua evaluate compare before after --system yuanhua",
            "yuanhua evaluate compare measured --base words --measure nDCG@10 --json",
            "yuanhua evaluate compare mine.trec theirs.trec --qrels judgments.qrels",
        ),
    ),
    "evaluate sweep": CommandHelp(
        "measure many settings, and what choosing among them is worth",
        "Measures mixed+sentence at every combination of the values given for bm25.k1, bm25.b and"
        " search.sentence_weight, those as set where none is given. The questions are parted into folds, an article's"
        " all in one; for each fold the combination that is best on the others is judged on it. With --kept, finished"
        " points are kept in a file, and an interrupted sweep goes on where it was.",
        (
            "yuanhua evaluate sweep cmrc2018-dev.json --k1 0.6 --k1 0.9 --k1 1.2 --b 0.2 --b 0.4",
            "yuanhua evaluate sweep cmrc2018-dev.json --sentence-weight 0 --sentence-weight 0.75 --kept points.jsonl",
        ),
    ),
    "completion": CommandHelp(
        "let the shell complete yuanhua's commands",
        "Prints the completion script for bash, zsh or fish; with --install, puts it where the shell looks. The"
        " variable"
        " SHELL decides where none is named.",
        ("yuanhua completion --install", "yuanhua completion bash > yuanhua.bash", 'eval "$(yuanhua completion zsh)"'),
    ),
}

OPTIONS = {
    "k1": "a value of bm25.k1 to try; may be repeated",
    "b": "a value of bm25.b to try (0 to 1); may be repeated",
    "sentence-weight": "a value of search.sentence_weight to try; may be repeated",
    "folds": "in how many parts the questions are held out",
    "kept": "keep finished points in this file, and do not measure again what is in it",
    "qrels": "the TREC judgments for run files",
    "base": "the system that the others are compared with; by default the first",
    "measure": "a measure to compare; may be repeated; the first also tells which questions changed",
    "changes": "how many of the questions that changed to show, better and worse",
    "report": "write an HTML page with plots to this file",
    "article": "an article and questions on it; may be given many times",
    "out": "the folder to write to",
    "seed": "a number that the random order follows from",
    "system": "a system to measure; may be repeated",
    "run": "a TREC run file made elsewhere, to measure; may be repeated",
    "limit": "so many questions, drawn at random; all passages stay",
    "hide-gold": "take away the relevant passages of this share of the questions, to see who keeps silent",
    "k": "how many passages to find for a question",
    "help": "show this page",
    "version": "show the version",
    "lang": "Chinese or English for help and messages; quotations stay as they are",
    "no-color": "no colours",
    "config": "another config file",
    "set": "change a setting, such as bm25.k1=1.2; may be repeated",
    "debug": "show details of an unexpected problem",
    "corpus": "ask only these files, not the library; takes several",
    "index": "the index's folder; by itself, opens that index",
    "quotes": "how many passages to quote at most",
    "threshold": "the confidence below which nothing is answered (0 to 1)",
    "json": "write JSON",
    "batch": "read questions from a file (- for standard input), a line each, and write JSON lines",
    "id": "the article's id; by default from the file's name, for - from the title",
    "replace": "replace the article of the same id",
    "dropped": "show the lines left out, and by which rules",
    "raw": "show the source as it is",
    "install": "put the script where the shell looks",
}
