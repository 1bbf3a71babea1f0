"""Settings as the pages of `/settings` show them: nothing decided, much, and all that fits."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.admins.bars import CHOICES, Effect
from bot.chat.admins.settings_state import State
from bot.knowledge.model import Knowledge, Pack
from bot.store.servers import ServerSettings

SHARED = Knowledge(packs=(Pack(id="tea", title="Tea"), Pack(id="cats", title="Cats *and* dogs")))
ROLE, CHANNEL, OTHER, SOMEBODY, ANYBODY = (10**18 + it for it in range(100, 105))
UNDECIDED = State(ServerSettings(), SHARED, frozenset({ROLE, CHANNEL, OTHER}), default_bar=0.72)
DECIDED = replace(
    UNDECIDED,
    settings=ServerSettings(
        curator_role=ROLE,
        curators_channel=CHANNEL,
        packs=("cats",),
        retention_days=45,
        language="en",
        answer_bar=0.95,
        takes_votes=False,
        has_digest=True,
        channels=(CHANNEL,),
        unasked_channels=(CHANNEL, OTHER),
    ),
    effects={bar: Effect(71, 18, 11) for bar in CHOICES},
    blocked=(SOMEBODY, ANYBODY),
)
MOST = replace(
    DECIDED,
    settings=replace(
        DECIDED.settings,
        channels=tuple(10**18 + it for it in range(25)),
        unasked_channels=tuple(10**18 + it for it in range(25, 50)),
        packs=tuple(f"p{it}" for it in range(1, 30)),
    ),
    shared=Knowledge(packs=tuple(Pack(id=f"p{it}", title="*" * 200) for it in range(30))),
    present=frozenset(10**18 + it for it in range(50)),
    blocked=tuple(10**18 + it for it in range(25)),
)
