-- Why a text came back, where the program tells it: its name and particulars as JSON, said in the language of
-- whoever reads it. `reason` holds the words of people, and what was told before.
ALTER TABLE tasks ADD COLUMN told TEXT CHECK (told IS NULL OR (reason IS NOT NULL AND json_valid(told)));
