import { standingOfDecision } from '../standing.ts';
import { momentOf } from './moment.ts';
import { type Row, type RowSource, submissionColumns } from './row.ts';

/** A row per judgment, oldest first, of every panel. What the log has not opened stays sealed here too. */
export function judgmentRows(source: RowSource): readonly Row[] {
  const { record, openings } = source;
  return record.judgments.map((judgment, index) => ({
    ...submissionColumns(source),
    judgment: judgment.event,
    seat: judgment.seat,
    pseudonym: judgment.by,
    ...openings.who(judgment.by),
    version: judgment.version,
    recorded: momentOf(judgment.when),
    withdrawn: momentOf(judgment.withdrawn),
    stale: judgment.version < record.review.materialVersion,
    superseded: record.judgments.some(({ seat }, later) => later > index && seat === judgment.seat),
    opened: judgment.content !== null,
    position: judgment.content?.position ?? null,
    findings: judgment.content?.findings.map(({ criterion, finding }) => ({ criterion, finding })) ?? null,
  }));
}

/** A row per decision, oldest first. */
export function decisionRows(source: RowSource): readonly Row[] {
  const { record, at } = source;
  const { decision: current, pastDecisions, published } = record.review;
  const decisions = current === null ? pastDecisions : [...pastDecisions, current];
  return decisions.map((decision) => ({
    ...submissionColumns(source),
    decision: decision.decision,
    current: decision === current,
    outcome: decision.outcome,
    decided: momentOf(decision.when),
    version: decision.version,
    framework: decision.evaluation.rules,
    allowed: decision.evaluation.result.some(
      ({ outcome, allowed }) => allowed && outcome === decision.outcome,
    ),
    broke: record.decisionsBroke.get(decision.event) ?? [],
    conditions: decision.conditions.length,
    effective: decision.effective,
    expires: decision.expires,
    standing: standingOfDecision(decision, at),
    revoked: momentOf(decision.revoked?.when),
    published: momentOf(published?.when),
    reference: record.reference,
  }));
}
