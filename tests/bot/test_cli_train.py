"""``yuanhua train`` as a user meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from bot.learned import ARTICLES, load_models
from tests.bot.conftest import Run

MODELS = Path(__file__).resolve().parents[2] / "bot" / "models"
FORESTS = (
    *("key_sentence.json", "borders.json", "overlap.json", "second_look.json", "confidence.json", "silence.json"),
)
ARTICLE = """# 南岭灯塔

南岭灯塔建于1897年，由工程师周启设计。

塔身高四十二米，用花岗岩砌成。

守塔人老郑今年七十六岁，他在塔上住了三十年。
"""
OTHER = ARTICLE.replace("南岭灯塔", "北湾水塔").replace("1897", "1931").replace("四十二", "三十")
QUESTIONS = [
    ("灯塔是谁设计的", ["由工程师周启设计"]),
    ("塔身有多高", ["塔身高"]),
    ("老郑多大了", ["今年七十六岁"]),
    ("老郑的妻子是谁", None),
    ("塔里有几级台阶", None),
]


def articles(folder: Path) -> list[str | Path]:
    words: list[str | Path] = []
    for name, text in (("one", ARTICLE), ("other", OTHER)):
        lines = [
            json.dumps({"id": f"q{n}", "question": question, "evidence": evidence}, ensure_ascii=False)
            for n, (question, evidence) in enumerate(QUESTIONS)
        ]
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        words += ["--article", folder / f"{name}.md", folder / f"{name}.jsonl"]
    return words


def test_with_articles_alone_the_forests_stay_and_the_models_of_articles_are_learned_anew(
    run: Run, tmp_path: Path
) -> None:
    shutil.copytree(MODELS, tmp_path / "models")
    result = run("train", *articles(tmp_path), "--out", tmp_path / "models")
    assert result.code == 0
    assert json.loads(result.out)["questions on articles"] == 10
    for name in FORESTS:
        assert (tmp_path / "models" / name).read_bytes() == (MODELS / name).read_bytes()
    learned, shipped = load_models(tmp_path / "models").articles, load_models().articles
    assert learned is not None
    assert shipped is not None
    assert learned.sentences.weights.tolist() != shipped.sentences.weights.tolist()
    card = json.loads((tmp_path / "models" / "card.json").read_text(encoding="utf-8"))
    assert card["articles"]["one"]["questions"] == 5
    assert card["data"] == json.loads((MODELS / "card.json").read_text(encoding="utf-8"))["data"]


def passages(path: Path, things: str, *, silent: bool) -> Path:
    """Passages in SQuAD's format, each with three questions; where ``silent``, the last of each has no answer."""
    data = []
    for number, thing in enumerate(f"{character}{kind}" for character in things for kind in ("桥", "塔", "楼")):
        year, height, maker = f"{1800 + number}年", f"{10 + number}米", f"李{things[number % 4]}"
        context = f"{thing}建于{year}，至今完好。它高{height}，很远就能望见。{thing}由{maker}设计。"
        asked = [("建于哪一年", year), ("有多高", height), ("由谁设计", maker)]
        questions = [
            {
                "id": f"{thing}-{place}",
                "question": f"{thing}{'毁于谁手' if silent and place == 2 else question}？",
                "is_impossible": silent and place == 2,
                "answers": [] if silent and place == 2 else [{"text": answer, "answer_start": context.index(answer)}],
            }
            for place, (question, answer) in enumerate(asked)
        ]
        data.append({"title": thing, "paragraphs": [{"context": context, "qas": questions}]})
    path.write_text(json.dumps({"version": "1", "data": data}, ensure_ascii=False), encoding="utf-8")
    return path


def test_sets_with_unanswerable_questions_teach_silence_and_nothing_else(run: Run, tmp_path: Path) -> None:
    data = passages(tmp_path / "data.json", "长白钟古石龙", silent=False)
    by_hand = passages(tmp_path / "hand.json", "东南西北", silent=True)
    out = tmp_path / "models"
    assert run("train", data, by_hand, "--out", out).code == 0
    both = {path.name: path.read_bytes() for path in out.iterdir()}
    card = json.loads(both.pop("card.json"))
    assert {name: each["questions"] for name, each in card["data"].items()} == {"data": 54, "hand": 36}
    assert both.keys() == set(FORESTS)
    assert load_models(out).silence is not None
    assert run("train", data, "--out", out).code == 0
    del both["silence.json"]
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.name != "card.json"} == both


def test_the_same_articles_give_the_same_file(run: Run, tmp_path: Path) -> None:
    written = []
    for name in ("first", "second"):
        shutil.copytree(MODELS, tmp_path / name)
        run("train", *articles(tmp_path), "--out", tmp_path / name)
        written.append((tmp_path / name / ARTICLES).read_bytes())
    assert written[0] == written[1]


def test_one_article_is_too_few(run: Run, tmp_path: Path) -> None:
    result = run("train", *articles(tmp_path)[:3], "--out", tmp_path / "models")
    assert "--article" in result.refused()
    assert not (tmp_path / "models").exists()


def test_nothing_to_learn_from_is_told(run: Run, tmp_path: Path) -> None:
    result = run("train", "--out", tmp_path / "models")
    assert "--article" in result.refused()
    assert not (tmp_path / "models").exists()
