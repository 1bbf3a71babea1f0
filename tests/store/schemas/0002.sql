BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE blocklist (
	guild_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	CONSTRAINT pk_blocklist PRIMARY KEY (guild_id, user_id)
);
INSERT INTO "blocklist" VALUES(1234567890123456789,81234567890123456);
CREATE TABLE follows (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	guild_id BIGINT, 
	user_id BIGINT NOT NULL, 
	question TEXT NOT NULL, 
	made_at DATETIME NOT NULL
);
INSERT INTO "follows" VALUES(1,1234567890123456789,81234567890123456,'what 🫖�','2026-11-20 12:30:15.123456');
INSERT INTO "follows" VALUES(2,NULL,81234567890123456,'what 🫖�','2026-11-20 12:30:15.123456');
CREATE TABLE hidden_items (
	guild_id BIGINT NOT NULL, 
	pack TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	item TEXT NOT NULL, 
	CONSTRAINT pk_hidden_items PRIMARY KEY (guild_id, pack, kind, item)
);
INSERT INTO "hidden_items" VALUES(1234567890123456789,'tea','topics','brewing');
CREATE TABLE homes (
	home TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_homes PRIMARY KEY (home)
);
INSERT INTO "homes" VALUES('pack/tea',2);
INSERT INTO "homes" VALUES('server/1234567890123456789',0);
CREATE TABLE pack_files (
	home TEXT NOT NULL, 
	file TEXT NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_pack_files PRIMARY KEY (home, file), 
	CONSTRAINT fk_pack_files_home FOREIGN KEY(home) REFERENCES homes (home) ON DELETE CASCADE
);
INSERT INTO "pack_files" VALUES('pack/tea','tea.yaml','entries: []
');
INSERT INTO "pack_files" VALUES('pack/tea','more.yaml','﻿# Ünïcode 茶');
CREATE TABLE pending_files (
	revision INTEGER NOT NULL, 
	file TEXT NOT NULL, 
	text TEXT, 
	CONSTRAINT pk_pending_files PRIMARY KEY (revision, file), 
	CONSTRAINT fk_pending_files_revision FOREIGN KEY(revision) REFERENCES revisions (number) ON DELETE CASCADE
);
INSERT INTO "pending_files" VALUES(3,'own.yaml','x');
INSERT INTO "pending_files" VALUES(3,'y',NULL);
CREATE TABLE proposals (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	home TEXT NOT NULL, 
	guild_id BIGINT, 
	author_id BIGINT NOT NULL, 
	made_at DATETIME NOT NULL, 
	edits TEXT NOT NULL, 
	form TEXT, 
	settles TEXT NOT NULL
);
INSERT INTO "proposals" VALUES(1,'server/1234567890123456789',1234567890123456789,81234567890123456,'2026-11-20 12:30:15.123456','[]','{}','["2"]');
CREATE TABLE questions (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	guild_id BIGINT NOT NULL, 
	asked_at DATETIME NOT NULL, 
	question TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	pack TEXT, 
	entry TEXT, 
	confidence FLOAT, 
	state TEXT NOT NULL
);
INSERT INTO "questions" VALUES(1,1234567890123456789,'2026-11-20 12:30:15.123456','why�tea?','answer','tea','oolong',0.1,'open');
INSERT INTO "questions" VALUES(2,1234567890123456789,'2026-11-20 12:30:15.123456','what 🫖','none',NULL,NULL,NULL,'open');
CREATE TABLE replies (
	message_id BIGINT NOT NULL, 
	channel_id BIGINT NOT NULL, 
	guild_id BIGINT, 
	question_id BIGINT, 
	pack TEXT, 
	entry TEXT, 
	percent INTEGER, 
	posted_at DATETIME NOT NULL, 
	is_unasked BOOLEAN NOT NULL, 
	substance TEXT, 
	CONSTRAINT pk_replies PRIMARY KEY (message_id)
);
INSERT INTO "replies" VALUES(1234567890123456701,1234567890123456700,1234567890123456789,1234567890123456702,'tea','oolong',93,'2026-11-20 12:30:15.123456',1,NULL);
INSERT INTO "replies" VALUES(1234567890123456703,1234567890123456700,NULL,NULL,NULL,NULL,NULL,'2026-11-20 12:30:15.123456',0,NULL);
CREATE TABLE revision_changes (
	revision INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	item TEXT NOT NULL, 
	file TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	CONSTRAINT pk_revision_changes PRIMARY KEY (revision, position), 
	CONSTRAINT fk_revision_changes_revision FOREIGN KEY(revision) REFERENCES revisions (number) ON DELETE CASCADE
);
INSERT INTO "revision_changes" VALUES(1,0,'entries','oolong','tea.yaml',NULL,'id: oolong
');
INSERT INTO "revision_changes" VALUES(1,1,'outside','tea.yaml','tea.yaml','a','b');
INSERT INTO "revision_changes" VALUES(2,0,'entries','oolong','tea.yaml','id: oolong
',NULL);
CREATE TABLE revisions (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	home TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	author TEXT NOT NULL, 
	author_id BIGINT, 
	through TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	undoes INTEGER, 
	is_pending BOOLEAN NOT NULL, 
	CONSTRAINT fk_revisions_home FOREIGN KEY(home) REFERENCES homes (home) ON DELETE CASCADE, 
	CONSTRAINT fk_revisions_undoes FOREIGN KEY(undoes) REFERENCES revisions (number)
);
INSERT INTO "revisions" VALUES(1,'pack/tea','2026-11-20 12:30:15.123456','Ann 🍵',81234567890123456,'discord','Add ''oolong'' — with "quotes"
and lines',NULL,0);
INSERT INTO "revisions" VALUES(2,'pack/tea','2026-11-20 12:30:15.123456','root',NULL,'shell','Undo',1,0);
INSERT INTO "revisions" VALUES(3,'server/1234567890123456789','2026-11-20 12:30:15.123456','Ann 🍵',81234567890123456,'discord','',NULL,1);
CREATE TABLE servers (
	guild_id BIGINT NOT NULL, 
	curator_role BIGINT, 
	curators_channel BIGINT, 
	packs TEXT, 
	retention_days INTEGER NOT NULL, language TEXT, answer_bar FLOAT, takes_votes BOOLEAN DEFAULT 1 NOT NULL, has_digest BOOLEAN DEFAULT 0 NOT NULL, channels TEXT, unasked_channels TEXT DEFAULT '[]' NOT NULL, digest_at DATETIME, left_at DATETIME, 
	CONSTRAINT pk_servers PRIMARY KEY (guild_id)
);
INSERT INTO "servers" VALUES(1234567890123456789,1,1234567890123456700,'["tea", "coffee"]',7,'de',0.7,0,1,'[1234567890123456700, 3]','[1234567890123456700]','2026-11-20 12:30:15.123456',NULL);
INSERT INTO "servers" VALUES(2,NULL,NULL,NULL,30,NULL,NULL,1,0,NULL,'[]',NULL,'2026-11-20 12:30:15.123456');
CREATE TABLE tallies (
	guild_id BIGINT NOT NULL, 
	day DATE NOT NULL, 
	outcome TEXT NOT NULL, 
	pack TEXT NOT NULL, 
	entry TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_tallies PRIMARY KEY (guild_id, day, outcome, pack, entry)
);
INSERT INTO "tallies" VALUES(1234567890123456789,'2026-11-20','answer','tea','oolong',1);
INSERT INTO "tallies" VALUES(1234567890123456789,'2026-11-20','none','','',1);
CREATE TABLE votes (
	guild_id BIGINT NOT NULL, 
	pack TEXT NOT NULL, 
	entry TEXT NOT NULL, 
	user_id BIGINT NOT NULL, 
	is_helpful BOOLEAN NOT NULL, 
	reason TEXT, 
	voted_at DATETIME NOT NULL, 
	CONSTRAINT pk_votes PRIMARY KEY (guild_id, pack, entry, user_id)
);
INSERT INTO "votes" VALUES(1234567890123456789,'tea','oolong',81234567890123456,0,'unfair-for','2026-11-20 12:30:15.123456');
INSERT INTO "votes" VALUES(0,'tea','oolong',81234567890123456,1,NULL,'2026-11-20 12:30:15.123456');
CREATE INDEX ix_revisions_home_number ON revisions (home, number);
CREATE UNIQUE INDEX ix_revisions_pending ON revisions (home) WHERE is_pending;
CREATE INDEX ix_revision_changes_kind_item ON revision_changes (kind, item);
CREATE INDEX ix_questions_guild_id_asked_at ON questions (guild_id, asked_at);
CREATE INDEX ix_blocklist_user_id ON blocklist (user_id);
CREATE INDEX ix_votes_guild_id_voted_at ON votes (guild_id, voted_at);
CREATE INDEX ix_votes_user_id ON votes (user_id);
CREATE INDEX ix_follows_guild_id ON follows (guild_id);
CREATE INDEX ix_follows_user_id ON follows (user_id);
CREATE INDEX ix_replies_channel_id_posted_at ON replies (channel_id, posted_at);
CREATE INDEX ix_replies_question_id ON replies (question_id);
CREATE INDEX ix_replies_pack_posted_at ON replies (pack, posted_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('revisions',3);
INSERT INTO "sqlite_sequence" VALUES('questions',2);
INSERT INTO "sqlite_sequence" VALUES('proposals',1);
INSERT INTO "sqlite_sequence" VALUES('follows',2);
COMMIT;
