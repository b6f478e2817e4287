import { expect } from 'chai';
import { describe, it } from 'mocha';
import { canonical, type Json, parseCanonical } from '../../events/canonical.ts';
import { decode } from '../../events/decode.ts';
import { isJsonObject } from '../../events/json.ts';
import { refusal } from '../vault/refusals.ts';
import { ana, envelope } from './envelopes.ts';
import { record } from './recording.ts';

type Members = { readonly [name: string]: Json };

const comment = record(
  {
    type: 'CommentAdded',
    data: { visibility: 'panel', text: 'Who would be harmed?', links: { [ana]: ana } },
  },
  envelope(),
);
const received = record(
  {
    type: 'SubmissionReceived',
    data: { framework: 'sample', fields: { purpose: { audience: 'participants', value: 'To translate.' } } },
  },
  envelope({ revision: 0 }),
);
const retired = record(
  { type: 'FrameworkRetired', data: { version: 1, reason: 'Replaced.' } },
  envelope({ stream: 'framework-sample' }),
);

const membersOf = (text: string): Members => {
  const json = parseCanonical(text);
  return isJsonObject(json) ? json : {};
};
/** The recorded text with some of its members changed; null takes one away. */
function changed({ text }: { readonly text: string }, changes: Members, data: Members = {}): string {
  const members = membersOf(text);
  const before = members['data'];
  const merged = { ...(isJsonObject(before ?? null) && isJsonObject(before) ? before : {}), ...data };
  return canonical(kept({ ...members, data: kept(merged), ...changes }));
}
const kept = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
const digest = 'X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0';
const other = 'cuV-aG3vj5lcEjwGc5imOqI5RLG-M5BKjS41MClyYHA';

describe('decoding a recorded event', () => {
  it('shows the envelope, the open fields, and the digests by audience', () => {
    const event = decode(comment.text);
    expect(event).to.deep.include({ ...envelope(), type: 'CommentAdded', data: { visibility: 'panel' } });
    expect(Object.keys(event.sealed)).to.deep.equal(['auditors', 'panel']);
  });

  it('shows of a submission field its audience and its digest', () => {
    const { data } = decode(received.text);
    const [{ digest: sealed } = { digest: '' }] = received.disclosures;
    expect(data).to.deep.equal({
      framework: 'sample',
      fields: { purpose: { audience: 'participants', digest: sealed } },
    });
  });

  it('reads bytes as it reads text', () =>
    expect(decode(new TextEncoder().encode(comment.text))).to.deep.equal(decode(comment.text)));

  it('refuses bytes that are not canonical', () => {
    refusal(() => decode(`${comment.text} `), 'not-canonical');
    refusal(
      () => decode(JSON.stringify(Object.fromEntries(Object.entries(membersOf(comment.text)).reverse()))),
      'not-canonical',
    );
  });

  const newer: readonly [string, string, { type: string; v: number }][] = [
    [
      'a type of a later release',
      changed(comment, { type: 'WaiverGranted' }),
      { type: 'WaiverGranted', v: 1 },
    ],
    ['a later version of a type', changed(comment, { v: 2 }), { type: 'CommentAdded', v: 2 }],
    [
      'a later version whose envelope it would not understand either',
      changed(comment, { v: 3, mood: 'calm', data: 'elsewhere' }),
      { type: 'CommentAdded', v: 3 },
    ],
    [
      'a name that every object has',
      changed(comment, { type: 'constructor' }),
      { type: 'constructor', v: 1 },
    ],
  ];
  for (const [what, text, facts] of newer) {
    it(`stops at ${what}`, () =>
      expect(refusal(() => decode(text), 'ledger-newer-than-software').facts).to.deep.equal(facts));
  }

  const bad: readonly [string, string, string][] = [
    ['a list', '[]', 'type'],
    ['null', 'null', 'type'],
    ['no type', changed(comment, { type: null }), 'type'],
    ['a type that is a number', changed(comment, { type: 7 }), 'type'],
    ['no version', changed(comment, { v: null }), 'v'],
    ['version 0', changed(comment, { v: 0 }), 'v'],
    ['no data', changed(comment, { data: null }), 'data'],
    ['data that is a list', changed(comment, { data: [] }), 'data'],
    ['a member more in the envelope', changed(comment, { position: 7 }), ''],
    ['a stream of another kind', changed(comment, { stream: 'directory' }), 'stream'],
    ['a stream that is none', changed(comment, { stream: 'checkpoint' }), 'stream'],
    [
      'a time in another zone',
      changed(comment, { recordedAt: '2026-03-03T17:00:00.000+01:00' }),
      'recordedAt',
    ],
    ['a time without milliseconds', changed(comment, { recordedAt: '2026-03-03T17:00:00Z' }), 'recordedAt'],
    ['a day that is none', changed(comment, { recordedAt: '2026-02-30T17:00:00.000Z' }), 'recordedAt'],
    ['an id in capitals', changed(comment, { id: '8295C84D-F95E-57FE-9AEC-57692818111C' }), 'id'],
    ['a field more', changed(comment, {}, { colour: 'red' }), 'data'],
    [
      'a field called __proto__',
      changed(comment, {}, Object.fromEntries([['__proto__', { text: 'x' }]])),
      'data.__proto__',
    ],
    ['a confidential text in the open', changed(comment, {}, { text: 'I said this' }), 'data.text'],
    ['a link in the open', changed(comment, {}, { links: { [ana]: ana } }), 'data.links'],
    ['no digests but an algorithm', changed(retired, {}, { _sd_alg: 'sha-256' }), 'data._sd_alg'],
    ['digests of another algorithm', changed(comment, {}, { _sd_alg: 'sha-512' }), 'data._sd_alg'],
    ['digests without an algorithm', changed(comment, {}, { _sd_alg: null }), 'data._sd_alg'],
    ['digests out of order', changed(comment, {}, { panel: { _sd: [other, digest] } }), 'data.panel._sd'],
    ['a digest twice', changed(comment, {}, { panel: { _sd: [digest, digest] } }), 'data.panel._sd'],
    ['an audience without digests', changed(comment, {}, { panel: { _sd: [] } }), 'data.panel._sd'],
    ['a digest that is none', changed(comment, {}, { panel: { _sd: ['short'] } }), 'data.panel._sd.0'],
    [
      'something beside the digests',
      changed(comment, {}, { panel: { _sd: [digest], note: 1 } }),
      'data.panel',
    ],
    [
      'digests for an audience that no field has',
      changed(comment, {}, { public: { _sd: [digest] } }),
      'data.public',
    ],
    [
      'digests in an event that seals nothing',
      changed(retired, {}, { panel: { _sd: [digest] }, _sd_alg: 'sha-256' }),
      'data.panel',
    ],
    [
      'a digest for two audiences',
      changed(comment, {}, { panel: { _sd: [digest] }, auditors: { _sd: [digest] } }),
      'data',
    ],
    [
      'a digest for two fields',
      changed(
        received,
        {},
        {
          fields: {
            purpose: { participants: { _sd: [digest] } },
            title: { participants: { _sd: [digest] } },
          },
        },
      ),
      'data',
    ],
    ['an unknown audience', changed(comment, {}, { everyone: { _sd: [digest] } }), 'data'],
    [
      'a submission field in the open',
      changed(received, {}, { fields: { purpose: 'To translate.' } }),
      'data.fields.purpose',
    ],
    [
      'a submission field of two audiences',
      changed(received, {}, { fields: { purpose: { panel: { _sd: [digest] }, public: { _sd: [other] } } } }),
      'data.fields.purpose',
    ],
    [
      'a submission field of two digests',
      changed(received, {}, { fields: { purpose: { panel: { _sd: [digest, other] } } } }),
      'data.fields.purpose.panel._sd',
    ],
    [
      'a submission field without one',
      changed(received, {}, { fields: { purpose: {} } }),
      'data.fields.purpose',
    ],
  ];
  for (const [what, text, field] of bad) {
    it(`refuses ${what}`, () =>
      expect(refusal(() => decode(text), 'invalid-event').facts).to.include({ field }));
  }

  it('reads a correction in the directory as well as in a submission', () => {
    const correction = record(
      {
        type: 'EntryCorrected',
        data: {
          entry: ana,
          field: 'name',
          visibility: 'auditors',
          reading: { text: 'Ana Reyes' },
          reason: 'misspelt',
        },
      },
      envelope({ stream: 'directory' }),
    );
    expect(decode(correction.text).stream).to.equal('directory');
    refusal(() => decode(changed(correction, { stream: 'ledger' })), 'invalid-event');
  });

  it('reads the ends of time that the first version wrote side by side', () => {
    const deadline = {
      due: '2026-03-03T17:00:00.000Z',
      graceUntil: '2026-03-04T17:00:00.000Z',
      hardStop: '2026-03-05T17:00:00.000Z',
      zone: 'Europe/Berlin',
    };
    const set = record({ type: 'DueDateSet', data: { deadline } }, envelope({ v: 2 }));
    const old = changed(set, { v: 1 }, { deadline: null, ...deadline });
    expect(decode(old).data).to.deep.equal({ deadline });
    expect(decode(old).v).to.equal(1);
    refusal(() => decode(changed(set, { v: 1 })), 'invalid-event');
    refusal(
      () => decode(changed(set, { v: 1 }, { deadline: null, ...deadline, zone: null })),
      'invalid-event',
    );
  });
});
