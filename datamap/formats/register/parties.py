"""The parties of a register: the controller, its representatives and officers."""

from __future__ import annotations

import re
from typing import Any

from datamap.formats.register import words as read
from datamap.formats.register.entries import Reporter
from datamap.formats.register.sheets import Activity, Said

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Parties(Reporter):
    """Reads the parties."""

    def _controller(self, parties: dict[str, list[dict[str, Said]]], activities: list[Activity]) -> dict[str, Any]:
        own = parties.get("controller", [{}])[0]
        out = self._party(own) if own else {}
        named = list(
            dict.fromkeys(s.text for a in activities for s in a.said.get("controller", ()) if not read.blank(s.text))
        )
        if not out.get("name") and named:
            out["name"] = named[0]
        for other in named:
            if read.plain(other) != read.plain(out["name"]):
                self.warn(
                    "",
                    f"another controller: '{other[:80]}'",
                    "one controller to a register; its activities were read with the rest",
                )
        contact = next(
            (s.text for a in activities for s in a.said.get("controller_contact", ()) if not read.blank(s.text)), ""
        )
        if contact:
            mail = _EMAIL.search(contact)
            out |= {"email": mail[0]} if mail else {}
            out |= {"address": contact} if not mail or mail[0] != contact else {}
        if not out.get("name"):
            out["name"] = "unknown"
            self.warn(
                "", "no name of a controller", "the name of the organisation whose register this is; read as unknown"
            )
        for key in ("representative", "dpo", "joint_controllers"):
            said = parties.get(key, [])
            inline = [s for a in activities for s in a.said.get({"joint_controllers": "joint_all"}.get(key, key), ())]
            texts = [s["name"].text for s in said if "name" in s] + [s.text for s in inline]
            people = [p for s in said if (p := self._party(s)).get("name")] + [
                {"name": s.text} for s in inline if not self._nothing(s.text)
            ]
            if people:
                out[key] = [dict(t) for t in dict.fromkeys(tuple(p.items()) for p in people)]
            elif texts and all(read.says("none", t) or read.says("absent", t) for t in texts):
                out[key] = "none"
        return out

    def _party(self, said: dict[str, Said]) -> dict[str, Any]:
        texts = {k: s.text for k, s in said.items() if not self._nothing(s.text)}
        out: dict[str, Any] = {k: texts[k] for k in ("email", "phone") if k in texts}
        if name := " ".join(texts[k] for k in ("first", "name") if k in texts):
            out["name"] = name
            if len(said) == 1 and (mail := _EMAIL.search(name)):
                pieces = [p.strip() for p in name.split(",") if p.strip() != mail[0]]
                country = next((c for p in pieces if re.search(r"\([A-Z]{2}\)$", p) and (c := read.place(p))), "")
                out |= {
                    "email": mail[0],
                    "name": ", ".join(p for p in pieces if not country or read.place(p) != country),
                } | ({"country": country} if country else {})
                self.warn(
                    said["name"].place, "a name and its address in one cell", "one each; they were read as the name"
                )
        if address := ", ".join(
            filter(None, (texts.get("address"), " ".join(texts[k] for k in ("postcode", "town") if k in texts)))
        ):
            out["address"] = address
        if "country" in texts:
            out["country"] = read.place(texts["country"]) or "unknown"
            if out["country"] == "unknown":
                self.warn(
                    said["country"].place, f"'{texts['country'][:80]}' is not understood", "a country; read as unknown"
                )
        return out
