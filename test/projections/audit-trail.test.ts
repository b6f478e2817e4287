import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SubmissionEvent } from '../../events/catalogue.ts';
import { occurredNow, trailOf } from '../../projections/audit-trail.ts';
import { trailView } from '../../projections/views.ts';
import { uuid } from '../recorded.ts';
import {
  convened,
  judges,
  received,
  recordedStory,
  screened,
  type Told,
  told,
  underReview,
  who,
} from './story.ts';

const trail = (...story: readonly Told[]) =>
  trailOf(recordedStory(...story).map((event, i) => ({ index: 100 + i, event })));

describe('an audit trail', () => {
  it('says of every entry what, when, by whom, in which capacity and on which ground', () => {
    const basis = { directory: 7, version: 1 };
    const circumstance = {
      at: '2026-02-02T10:00:00.000Z',
      by: who('sec'),
      role: 'secretary',
      basis,
    } as const;
    const [, entry] = trail(received, told(screened, circumstance));
    expect(entry).to.deep.include({
      index: 101,
      revision: 1,
      type: 'SubmissionScreened',
      recordedAt: '2026-02-02T10:00:00.000Z',
      occurred: null,
      by: who('sec'),
      role: 'secretary',
      team: null,
      via: 'token',
      basis,
      imported: null,
      says: screened.data,
      sealed: {},
      corrections: [],
    });
  });

  it('counts what is sealed, and for whom, and shows none of it', () => {
    const entry = trail(...underReview, judges('ana')).at(-1);
    expect(entry?.sealed).to.deep.equal({ panel: 2 });
    expect(entry?.says).to.deep.equal({ seat: 'ana', version: 1 });
    const fields = {
      title: { audience: 'participants', value: 't' },
      contact: { audience: 'auditors', value: 'c' },
    } as const;
    const [first] = trail({ type: 'SubmissionReceived', data: { framework: 'tests', fields } });
    expect(first?.sealed).to.deep.equal({ participants: 1, auditors: 1 });
  });

  it('names the claimed person of an imported act, and what our rules would have refused in it', () => {
    const imported = { source: 'elsewhere', by: who('cha'), broke: ['SOD-1'] };
    const [, entry] = trail(
      received,
      told(convened, { imported, occurred: '2020-01', by: uuid('importer') }),
    );
    expect(entry).to.deep.include({ by: who('cha'), via: 'import', imported, occurred: '2020-01' });
    const nobody = told(convened, { imported: { source: 'elsewhere', broke: [] } });
    expect(trail(received, nobody)[1]?.by).to.equal(null);
  });

  it('shows a correction on its own line and on the entry that it corrects, both wordings visible', () => {
    const entry = recordedStory(received)[0]?.id ?? '';
    const base = { entry, visibility: 'public', reason: 'r' } as const;
    const first: SubmissionEvent = {
      type: 'EntryCorrected',
      data: { ...base, field: 'occurred', occurred: '2020-01' },
    };
    const second: SubmissionEvent = {
      type: 'EntryCorrected',
      data: { ...base, field: 'occurred', occurred: '2020-02' },
    };
    const third: SubmissionEvent = {
      type: 'EntryCorrected',
      data: { ...base, field: 'reasons', reading: { part: 'summary', text: 'words' } },
    };
    const [corrected, ...lines] = trail(received, first, second, third);
    expect(lines.map(({ type }) => type)).to.deep.equal([
      'EntryCorrected',
      'EntryCorrected',
      'EntryCorrected',
    ]);
    expect(corrected?.occurred).to.equal(null);
    expect(corrected && occurredNow(corrected)).to.equal('2020-02');
    expect(
      corrected?.corrections.map((each) => [each.field, each.part, each.occurred, each.text, each.revision]),
    ).to.deep.equal([
      ['occurred', null, '2020-01', null, 1],
      ['occurred', null, '2020-02', null, 2],
      ['reasons', null, null, null, 3],
    ]);
    expect(lines.every(({ corrections }) => corrections.length === 0)).to.equal(true);
  });

  it('says how a text should read, and in which part of its field, to who holds the disclosure', () => {
    const reading = { part: 'summary', text: 'words' };
    const entry = recordedStory(received)[0]?.id ?? '';
    const correction: SubmissionEvent = {
      type: 'EntryCorrected',
      data: { entry, field: 'reasons', visibility: 'panel', reading, reason: 'r' },
    };
    const held = recordedStory(received, correction).map((event) =>
      event.type === 'EntryCorrected' ? { ...event, data: { ...event.data, reading } } : event,
    );
    const [corrected] = trailOf(held.map((event) => ({ index: null, event })));
    expect(corrected?.corrections).to.have.length(1);
    expect(corrected?.corrections[0]).to.include({ field: 'reasons', part: 'summary', text: 'words' });
  });

  it('is the same fold as its view, which knows no indexes', () => {
    const events = recordedStory(...underReview);
    const folded = events.reduce(trailView.evolve, trailView.initialState);
    expect(folded).to.deep.equal(trailOf(events.map((event) => ({ index: null, event }))));
  });
});
