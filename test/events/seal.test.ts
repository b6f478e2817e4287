import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { LedgerEvent } from '../../events/catalogue.ts';
import { decode } from '../../events/decode.ts';
import { decodeDisclosure, digestOf, encodeDisclosure } from '../../events/disclosure.ts';
import { type Audience, audiences, type Visibility, visibilities } from '../../events/fields.ts';
import { digestOfOpening } from '../../events/opening.ts';
import { digestsOf, reveal } from '../../events/reveal.ts';
import { schemaOf } from '../../events/schemas.ts';
import { type Sealed, seal } from '../../events/seal.ts';
import { refusal } from '../vault/refusals.ts';
import { ana, ben, envelope } from './envelopes.ts';
import { record, saltFor } from './recording.ts';

const comment = (visibility: Visibility): LedgerEvent => ({
  type: 'CommentAdded',
  data: { visibility, text: 'Who would be harmed?', links: { [ana]: ana, [ben]: ben } },
});
const judged: LedgerEvent = {
  type: 'JudgmentRecorded',
  data: {
    seat: 'seat-1',
    version: 1,
    judgment: { findings: [{ criterion: 'no-harm', finding: 'meets' }], position: 'support' },
    reasons: { summary: 'Nobody is harmed.' },
  },
};
const audienceOf = ({ disclosures }: Sealed, name: string): Audience | undefined =>
  disclosures.find((each) => each.name === name)?.audience;

describe('sealing an event', () => {
  it('leaves of a confidential field its digest, sorted under its audience, and the algorithm', () => {
    const { data, disclosures } = seal(comment('participants'), saltFor);
    const digest = (name: string, value: string): string =>
      digestOf(encodeDisclosure({ salt: saltFor(name), name, value }));
    expect(data).to.deep.equal({
      visibility: 'participants',
      participants: { _sd: [digest('text', 'Who would be harmed?')] },
      auditors: { _sd: [digest(`links.${ana}`, ana), digest(`links.${ben}`, ben)].sort() },
      _sd_alg: 'sha-256',
    });
    expect(disclosures.map(({ name }) => name).sort()).to.deep.equal([
      `links.${ana}`,
      `links.${ben}`,
      'text',
    ]);
  });

  it('seals the same bytes again with the same salts, and others with others', () => {
    expect(seal(comment('panel'), saltFor)).to.deep.equal(seal(comment('panel'), saltFor));
    expect(seal(comment('panel'), (name) => saltFor(`${name}!`)).data).not.to.deep.equal(
      seal(comment('panel'), saltFor).data,
    );
  });

  const narrowed: readonly [Visibility, Audience][] = [
    ['public', 'participants'],
    ['participants', 'participants'],
    ['panel', 'panel'],
    ['auditors', 'auditors'],
  ];
  for (const [visibility, audience] of narrowed) {
    it(`gives a comment to ${audience} where its author asks for ${visibility}: narrower, never wider`, () => {
      const sealed = seal(comment(visibility), saltFor);
      expect(audienceOf(sealed, 'text')).to.equal(audience);
      expect(audienceOf(sealed, `links.${ana}`)).to.equal('auditors');
    });
  }

  it('writes no algorithm where nothing is sealed', () =>
    expect(
      seal(
        { type: 'DecisionExpired', data: { decision: ana, expires: '2026-03-03T17:00:00.000Z' } },
        saltFor,
      ),
    ).to.deep.equal({ data: { decision: ana, expires: '2026-03-03T17:00:00.000Z' }, disclosures: [] }));

  it('repeats the digest of a submission field that did not change, and makes no disclosure for it', () => {
    const fields = { purpose: { audience: 'participants', value: 'To translate.' } } as const;
    const first = seal({ type: 'SubmissionReceived', data: { framework: 'sample', fields } }, saltFor);
    const digest = first.disclosures[0]?.digest ?? '';
    const { data, disclosures } = seal(
      {
        type: 'SubmissionRevised',
        data: {
          version: 2,
          changed: ['owner'],
          material: false,
          fields: {
            purpose: { audience: 'participants', digest, value: 'To translate.' },
            owner: { audience: 'public', value: 'The registry' },
          },
        },
      },
      (name) => saltFor(`${name}, second`),
    );
    expect(disclosures.map(({ name }) => name)).to.deep.equal(['fields.owner']);
    expect(data['fields']).to.deep.include({ purpose: { participants: { _sd: [digest] } } });
  });

  it('refuses a native event without a field that it must have, and takes an imported one', () => {
    const silent: LedgerEvent = { type: 'CommentAdded', data: { visibility: 'participants' } };
    expect(refusal(() => seal(silent, saltFor), 'invalid-event').facts).to.deep.equal({
      type: 'CommentAdded',
      field: 'text',
      rule: 'required',
    });
    expect(seal(silent, saltFor, true)).to.deep.equal({
      data: { visibility: 'participants' },
      disclosures: [],
    });
  });

  it('refuses an event that does not fit its schema, without quoting it', () => {
    const { message, facts } = refusal(
      () => seal({ type: 'SubmissionReturned', data: { reasons: 'secret '.repeat(3_000) } }, saltFor),
      'invalid-event',
    );
    expect(facts).to.include({ type: 'SubmissionReturned', field: 'data.reasons' });
    expect(message).not.to.include('secret');
  });

  it('refuses a submission field with neither a value nor a digest: a mistake of its caller', () =>
    expect(() =>
      seal(
        {
          type: 'SubmissionReceived',
          data: { framework: 'sample', fields: { purpose: { audience: 'panel' } } },
        },
        saltFor,
      ),
    ).to.throw(TypeError, 'purpose'));

  it('refuses more entries than a reader takes', () => {
    const proposal = { outcome: 'approved' as const, conditions: [] };
    const texts = Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`condition-${i}`, 'as said']));
    const { facts } = refusal(
      () => seal({ type: 'DecisionProposed', data: { proposal, texts } }, saltFor),
      'invalid-event',
    );
    expect(facts).to.include({ field: 'data.texts', rule: 'at most 40 entries' });
  });
});

describe('revealing an event', () => {
  const sealed = record(judged, envelope());
  const bare = decode(sealed.text);

  it('puts back what it is given the disclosures for', () => {
    expect(bare.data).to.deep.equal({ seat: 'seat-1', version: 1 });
    expect(reveal(bare, sealed.vault).data).to.deep.equal(judged.data);
    expect(reveal(bare, new Map())).to.equal(bare);
  });

  it('lists every digest with who may open it', () => {
    expect(digestsOf(bare).map(({ audience }) => audience)).to.deep.equal(['panel', 'panel']);
    const fields = { purpose: { audience: 'public', value: 'To translate.' } } as const;
    const received = record(
      { type: 'SubmissionReceived', data: { framework: 'sample', fields } },
      envelope(),
    );
    expect(digestsOf(decode(received.text))).to.deep.equal(
      received.disclosures.map(({ digest, audience }) => ({ digest, audience })),
    );
  });

  it('gives the rules what they read, and not the reasons', () =>
    expect(reveal(bare, sealed.vault, { rulesOnly: true }).data).to.have.all.keys(
      'seat',
      'version',
      'judgment',
    ));

  /** An event whose digest for the panel is that of a disclosure made up by somebody. */
  function forged(
    name: string,
    value: string | { readonly [name: string]: string },
    audience: Audience = 'panel',
  ) {
    const disclosure = encodeDisclosure({ salt: saltFor(name), name, value });
    const digest = digestOf(disclosure);
    return [{ ...bare, sealed: { [audience]: [digest] } }, new Map([[digest, disclosure]])] as const;
  }
  const attacks: readonly [string, ReturnType<typeof forged>][] = [
    ['a field that the event does not have', forged('verdict', 'guilty')],
    ['an open field', forged('seat', 'seat-2')],
    ['a part of a field', forged('reasons.summary', 'Everybody is harmed.')],
    ['a record as a whole', forged('links', { [ana]: ben }, 'auditors')],
    ['the prototype', forged('__proto__', { seat: 'seat-2' })],
    ['another audience', forged('reasons', { summary: 'Nobody is harmed.' }, 'auditors')],
    ['a wider audience', forged('reasons', { summary: 'Nobody is harmed.' }, 'public')],
  ];
  for (const [what, [event, vault]] of attacks) {
    it(`refuses a disclosure for ${what}`, () => {
      refusal(() => reveal(event, vault), 'disclosure-mismatch');
    });
  }

  it('refuses a disclosure that is not the one of its digest', () => {
    const [first, second] = sealed.disclosures;
    refusal(
      () => reveal(bare, new Map([[first?.digest ?? '', second?.disclosure ?? '']])),
      'disclosure-mismatch',
    );
  });

  it('refuses the disclosure of one submission field in the place of another', () => {
    const given = { audience: 'participants', value: 'To translate.' } as const;
    const received = record(
      { type: 'SubmissionReceived', data: { framework: 'sample', fields: { purpose: given } } },
      envelope({ revision: 0 }),
    );
    const event = decode(received.text);
    const title = encodeDisclosure({ salt: saltFor('title'), name: 'fields.title', value: 'SWAPPED' });
    if (event.type !== 'SubmissionReceived') throw new Error('another event');
    const data = {
      ...event.data,
      fields: { purpose: { audience: 'participants', digest: digestOf(title) } },
    } as const;
    refusal(() => reveal({ ...event, data }, new Map([[digestOf(title), title]])), 'disclosure-mismatch');
  });

  it('refuses two disclosures of one field', () => {
    const both = ['one', 'two'].map((salt) =>
      encodeDisclosure({ salt: saltFor(salt), name: 'reasons', value: { summary: salt } }),
    );
    const event = { ...bare, sealed: { panel: both.map(digestOf) } };
    refusal(() => reveal(event, new Map(both.map((each) => [digestOf(each), each]))), 'disclosure-mismatch');
  });

  it('refuses a value that its field cannot have', () => {
    const [event, vault] = forged('judgment', { position: 'perhaps' });
    refusal(() => reveal(event, vault), 'invalid-event');
  });
});

describe('an opening', () => {
  const acts: readonly [LedgerEvent, string][] = [
    [judged, 'judgment'],
    [
      {
        type: 'ConcernRaised',
        data: {
          concern: ana,
          seat: 'seat-1',
          version: 1,
          content: { criterion: 'no-harm' },
          statement: { concern: 'It may harm.', resolvedIf: 'It is tested.' },
        },
      },
      'content',
    ],
    [
      {
        type: 'ConcernVoteRecorded',
        data: { concern: ana, seat: 'seat-1', vote: { overrule: true }, reasons: {} },
      },
      'vote',
    ],
  ];
  for (const [act, name] of acts) {
    it(`has the digest that stands sealed in its act: ${act.type}`, () => {
      const { disclosures } = record(act, envelope());
      const disclosed = disclosures.find((each) => each.name === name);
      const { salt } = decodeDisclosure(disclosed?.disclosure ?? '');
      const opening = { act: ben, salt };
      const digest =
        act.type === 'JudgmentRecorded' && act.data.judgment !== undefined
          ? digestOfOpening({ type: 'JudgmentOpened', data: { ...opening, judgment: act.data.judgment } })
          : act.type === 'ConcernRaised' && act.data.content !== undefined
            ? digestOfOpening({ type: 'ConcernOpened', data: { ...opening, content: act.data.content } })
            : digestOfOpening({ type: 'VoteOpened', data: { ...opening, vote: { overrule: true } } });
      expect(digest).to.equal(disclosed?.digest);
    });
  }

  it('of anything else than was sealed has another digest', () => {
    const opened = { act: ana, salt: saltFor('vote') };
    expect(
      digestOfOpening({ type: 'VoteOpened', data: { ...opened, vote: { overrule: true } } }),
    ).not.to.equal(digestOfOpening({ type: 'VoteOpened', data: { ...opened, vote: { overrule: false } } }));
  });
});

describe('audiences', () => {
  it('stand in order of increasing secrecy', () =>
    expect(audiences).to.deep.equal(['public', 'participants', 'panel', 'auditors', 'custodian']));

  it('are not all for people: what the ledger alone opens is no visibility', () => {
    expect(visibilities).to.deep.equal(['public', 'participants', 'panel', 'auditors']);
    const secret = schemaOf('PersonRegistered').fields.get('secret')?.mark;
    expect(secret).to.include({ kind: 'confidential', audience: 'custodian' });
  });
});
