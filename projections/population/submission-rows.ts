import { standingOf } from '../standing.ts';
import { momentOf } from './moment.ts';
import { type Row, type RowSource, submissionColumns, summed } from './row.ts';

export function submissionRow(source: RowSource): Row {
  const { record, openings, at } = source;
  const { review } = record;
  const submitter = openings.who(review.submitter);
  return {
    ...submissionColumns(source),
    source: review.source,
    framework: review.framework,
    frameworkVersion: review.panel?.framework ?? review.screening?.framework ?? null,
    submitter: submitter.person,
    submitterName: submitter.name,
    submitterKey: submitter.personKey,
    useCategory: review.useCategory,
    riskTier: review.screening?.riskTier ?? null,
    track: review.screening?.track ?? null,
    scope: review.screening?.scope ?? null,
    version: review.version,
    versions: review.versions.map(({ version, when, material, changed }) => ({
      version,
      at: momentOf(when),
      material,
      changed,
    })),
    received: momentOf(review.received?.when),
    screened: momentOf(review.screening?.when),
    convened: momentOf(record.convened),
    proposed: momentOf(record.proposed),
    decided: momentOf(review.decision?.when),
    published: momentOf(review.published?.when),
    revoked: momentOf(record.revoked),
    withdrawn: momentOf(review.withdrawn?.when),
    closed: momentOf(review.closed?.when),
    phase: review.phase,
    outcome: review.outcome,
    standing: standingOf(review, at),
    reference: record.reference,
    seats: (review.panel?.seats ?? []).map(({ seat, capacity, team, holder, status }) => {
      const { person, name } = openings.who(holder);
      return { seat, capacity, team, label: openings.label(seat), holder, person, name, status };
    }),
    comments: review.comments,
    commentsAs: summed(record.comments.map(({ as, count }) => [as ?? 'unknown', count])),
    judgments: record.judgments.length,
    broke: record.broke.toSorted(),
    entries: record.entries,
  };
}

export function stateRow(source: RowSource): Row {
  const { record, openings, at } = source;
  const { review } = record;
  const submitter = openings.who(review.submitter);
  return {
    ...submissionColumns(source),
    framework: review.framework,
    submitter: submitter.person,
    submitterName: submitter.name,
    version: review.version,
    riskTier: review.screening?.riskTier ?? null,
    phase: review.phase,
    outcome: review.outcome,
    standing: standingOf(review, at),
    received: momentOf(review.received?.when),
    screened: momentOf(review.screening?.when),
    convened: momentOf(record.convened),
    decided: momentOf(review.decision?.when),
    published: momentOf(review.published?.when),
    revoked: momentOf(record.revoked),
    closed: momentOf(review.closed?.when),
  };
}
