"""A letter of an article is read as that letter, however the languages word the citation."""

from __future__ import annotations

import pytest

from datamap.labels import values
from datamap.questions.drafted import draft

CITATIONS = [
    "Article 6(1)({})",
    "Article 6, paragraph 1, letter {}",
    "Art. 6 (1) lit. {} GDPR",
    "Art. 6 Abs. 1 lit. {} DSGVO",
    "Artikel 6 Absatz 1 Buchstabe {} DSGVO",
    "Art. 6 Abs. 1 UAbs. 1 Buchst. {} DSGVO",
    "article 6, paragraphe 1, point {}), du RGPD",
    "art. 6, par. 1, point {}) du RGPD",
    "art. 6.1, {}) du RGPD",
    "čl. 6 odst. 1 písm. {}) GDPR",
    "článek 6 odstavec 1 písmeno {}) GDPR",
    "artículo 6.1.{}) del RGPD",
    "artículo 6, apartado 1, letra {}), del RGPD",
    "art. 6, par. 1, lett. {}) GDPR",
    "articolo 6, paragrafo 1, lettera {}), del GDPR",
    "articolo 6 comma 1 lettera {}",
    "artikel 6, lid 1, onder {}, AVG",
    "artikel 6 lid 1 sub {} AVG",
    "artikel 6, eerste lid, onderdeel {}, AVG",
    "art. 6 ust. 1 lit. {} RODO",
    "artykuł 6 ustęp 1 litera {}) RODO",
]


@pytest.mark.parametrize("citation", CITATIONS)
def test_each_letter_of_a_citation(citation):
    for letter in "abcdef":
        assert [v.value for v in values.read_bases(citation.format(letter)).values] == [f"6-1-{letter}"]


@pytest.mark.parametrize(
    "label, citation",
    [
        ("Base légale", "art. 6, par. 1, point f) du RGPD"),
        ("Base giuridica", "art. 6, par. 1, lett. f) GDPR"),
        ("Base giuridica", "articolo 6, paragrafo 1, lettera f) GDPR"),
        ("Base jurídica", "art. 6, apdo. 1, let. f) RGPD"),
        ("Legal basis", "art. 6, par. 1, lit. f GDPR"),
    ],
)
def test_a_dot_behind_an_abbreviation_does_not_end_a_sentence(tmp_path, label, citation):
    (tmp_path / "notice.md").write_text(f"# Nest\n\n## Newsletter\n\n{label}: {citation}\n", encoding="utf-8")
    ((_, activity),) = draft(tmp_path / "notice.md").merged.activities
    assert [b.value for b in activity.bases] == ["6-1-f"]
