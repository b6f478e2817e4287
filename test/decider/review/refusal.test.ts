import { expect } from 'chai';
import { describe, it } from 'mocha';
import { act, given } from '../given.ts';
import { aliasOf, type Name } from '../people.ts';
import { received } from '../reviews.ts';

const refusal = (refused: Name, rule = 'SOD-7', day = '2026-01-05') =>
  act('system', 'record-refusal', { rule, act: 'lift-recusal', day }, { refused });

describe('recording a refusal', () => {
  it('names who tried, under which rule, and on which day', () => {
    given(received())
      .when(refusal('adm'))
      .emits({
        type: 'ActRefused',
        data: { person: aliasOf('adm'), rule: 'SOD-7', act: 'lift-recusal', day: '2026-01-05' },
      });
    given(received(), refusal('adm')).shows(({ refusals }, stream) =>
      expect(refusals).to.deep.equal([
        {
          event: stream.last('ActRefused').id,
          person: aliasOf('adm'),
          rule: 'SOD-7',
          act: 'lift-recusal',
          day: '2026-01-05',
        },
      ]),
    );
  });

  it('happens once per person, rule and day', () => {
    given(received(), refusal('adm')).when(refusal('adm')).refuses('already-exists', { what: 'refusal' });
    for (const other of [refusal('cha'), refusal('adm', 'fenced'), refusal('adm', 'SOD-7', '2026-01-06')]) {
      given(received(), refusal('adm')).when(other).emitsTypes('ActRefused');
    }
  });

  it('is the system’s own, of somebody', () => {
    given(received())
      .when(act('adm', 'record-refusal', { rule: 'SOD-7', act: 'lift-recusal', day: '2026-01-05' }))
      .refuses('not-permitted', { command: 'record-refusal', accepted: [] });
    given(received())
      .when(act('system', 'record-refusal', { rule: 'SOD-7', act: 'lift-recusal', day: '2026-01-05' }))
      .refuses('unknown-reference', { field: 'person' });
  });
});
