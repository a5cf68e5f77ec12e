-- Firm, trade, level and everything known of the workers, each combination of a project once: hours to date are summed by a
-- number and not by five texts, which is most of what reading them costs.
CREATE TABLE hour_parts (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id    TEXT NOT NULL REFERENCES projects (id),
    contractor_id TEXT NOT NULL REFERENCES organisations (id),
    trade         TEXT NOT NULL,
    level         TEXT NOT NULL,
    known         TEXT NOT NULL,
    UNIQUE (project_id, contractor_id, trade, level, known)
);
INSERT INTO hour_parts (project_id, contractor_id, trade, level, known)
    SELECT DISTINCT project_id, contractor_id, trade, level, known FROM hours_to_date;

-- Hours to date by block of weeks, as before. span is the year a week ends in, doubled, less one where the week began in
-- the year before: 4050 for a week of 2025, 4049 for the one around its new year.
CREATE TABLE hours_of_parts (
    project_id    TEXT NOT NULL REFERENCES projects (id),
    block         BIGINT NOT NULL,
    part_id       BIGINT NOT NULL REFERENCES hour_parts (id),
    span          BIGINT NOT NULL,
    lines         BIGINT NOT NULL,
    without_hours BIGINT NOT NULL,
    hours         BIGINT NOT NULL,
    straight      BIGINT NOT NULL,
    PRIMARY KEY (project_id, block, part_id, span)
);
INSERT INTO hours_of_parts (project_id, block, part_id, span, lines, without_hours, hours, straight)
    SELECT h.project_id, h.block, p.id, h.first_year + h.last_year, h.lines, h.without_hours, h.hours, h.straight
    FROM hours_to_date h JOIN hour_parts p ON p.project_id = h.project_id AND p.contractor_id = h.contractor_id
        AND p.trade = h.trade AND p.level = h.level AND p.known = h.known;
DROP TABLE hours_to_date;
ALTER TABLE hours_of_parts RENAME TO hours_to_date;
