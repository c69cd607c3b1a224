"""What is taken back is found no more from the moment it is; and conditions are looked up, not read through."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

# An entry that the indexer holds at this moment is left to it: the queue, filled in the same transaction, tells it.
# So nobody who judges a claim ever waits for the index, nor it for them.
FUNCTIONS = """
CREATE FUNCTION public.minga_unindex(gone_kind text, gone_ref text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE gone bigint;
BEGIN
    INSERT INTO public.evidence_change (kind, ref) VALUES (gone_kind, gone_ref);
    SELECT id INTO gone FROM public.search_entry WHERE kind = gone_kind AND ref = gone_ref FOR UPDATE SKIP LOCKED;
    DELETE FROM public.search_window WHERE entry_id = gone;
    DELETE FROM public.search_entry WHERE id = gone;
END $$;
CREATE FUNCTION public.minga_unindex_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.minga_unindex('claim', OLD.ref);
    RETURN NULL;
END $$;
CREATE FUNCTION public.minga_unindex_passage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.minga_unindex('passage', left(d.sha256, 12) || '#p' || OLD.ordinal)
    FROM public.evidence_extractedtext t JOIN public.evidence_document d ON d.id = t.document_id
    WHERE t.id = OLD.extracted_id;
    RETURN NULL;
END $$;
CREATE TRIGGER claim_is_taken_back AFTER UPDATE OF status ON public.evidence_claim FOR EACH ROW
    WHEN (NEW.status NOT IN ('recorded', 'accepted')) EXECUTE FUNCTION public.minga_unindex_claim();
CREATE TRIGGER claim_is_deleted AFTER DELETE ON public.evidence_claim FOR EACH ROW
    EXECUTE FUNCTION public.minga_unindex_claim();
CREATE TRIGGER passage_is_deleted AFTER DELETE ON public.evidence_passage FOR EACH ROW
    EXECUTE FUNCTION public.minga_unindex_passage();
"""
BACKWARD = """
DROP TRIGGER claim_is_taken_back ON public.evidence_claim;
DROP TRIGGER claim_is_deleted ON public.evidence_claim;
DROP TRIGGER passage_is_deleted ON public.evidence_passage;
DROP FUNCTION public.minga_unindex_passage();
DROP FUNCTION public.minga_unindex_claim();
DROP FUNCTION public.minga_unindex(text, text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0002_refusals'),
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, BACKWARD),
    ]
