"""What the tables alone cannot refuse: a claim without a citation, a changed text."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION evidence_claim_is_cited() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE claim bigint;
BEGIN
    IF TG_TABLE_NAME = 'evidence_claim' THEN
        claim := NEW.id;
    ELSE
        claim := OLD.claim_id;
    END IF;
    IF EXISTS (SELECT 1 FROM public.evidence_claim WHERE id = claim)
       AND NOT EXISTS (SELECT 1 FROM public.evidence_citation WHERE claim_id = claim) THEN
        RAISE EXCEPTION 'claim % has no citation', claim USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER claim_is_cited AFTER INSERT OR UPDATE ON evidence_claim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION evidence_claim_is_cited();
CREATE CONSTRAINT TRIGGER claim_stays_cited AFTER DELETE OR UPDATE OF claim_id ON evidence_citation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION evidence_claim_is_cited();

CREATE FUNCTION evidence_text_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an extracted text is never changed: store a new one' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER text_is_immutable BEFORE UPDATE ON evidence_extractedtext
    FOR EACH ROW EXECUTE FUNCTION evidence_text_is_immutable();
"""
BACKWARD = """
DROP TRIGGER claim_is_cited ON evidence_claim;
DROP TRIGGER claim_stays_cited ON evidence_citation;
DROP FUNCTION evidence_claim_is_cited();
DROP TRIGGER text_is_immutable ON evidence_extractedtext;
DROP FUNCTION evidence_text_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
