import { describe, it } from 'mocha';
import { versionOne } from '../framework.ts';
import { given, givenIn } from '../given.ts';
import { aliasOf, idOf } from '../people.ts';
import { inHistory, plan, received } from '../reviews.ts';

describe('receiving a submission', () => {
  it('records the fields under the audiences that the framework gives them, and the sponsor by pseudonym', () =>
    given()
      .when(
        received({
          sponsor: idOf('spo'),
          useCategory: 'logistics',
          fields: { title: 'Convoy routing', purpose: 'Plan supply routes', contact: 'routes@example.org' },
          audiences: { title: 'panel' },
          attachments: { plan },
          sourceKey: 'case 7',
        }),
      )
      .emits({
        type: 'SubmissionReceived',
        data: {
          framework: 'tests',
          sponsor: aliasOf('spo'),
          useCategory: 'logistics',
          fields: {
            title: { audience: 'panel', value: 'Convoy routing' },
            purpose: { audience: 'participants', value: 'Plan supply routes' },
            contact: { audience: 'auditors', value: 'routes@example.org' },
          },
          attachments: { plan },
          sourceKey: 'case 7',
        },
      }));

  it('refuses a field that the framework does not ask for, and says what it asks for', () =>
    given()
      .when(received({ fields: { title: 'a', purpose: 'b', colour: 'c' } }))
      .refuses('invalid-command', {
        command: 'receive-submission',
        field: 'fields.colour',
        rule: 'is no field of the framework; tests@1 asks for title, purpose, contact',
      }));

  for (const fields of [{ title: 'Convoy routing' }, { title: 'Convoy routing', purpose: ' \n' }]) {
    it(`refuses a required field that is ${'purpose' in fields ? 'blank' : 'missing'}`, () =>
      given().when(received({ fields })).refuses('invalid-command', {
        field: 'fields.purpose',
        rule: 'Purpose is required',
      }));
  }

  it('lets the submitter narrow an audience and never widen it', () =>
    given()
      .when(
        received({
          fields: { title: 'a', purpose: 'b', contact: 'c' },
          audiences: { contact: 'participants' },
        }),
      )
      .refuses('invalid-command', {
        field: 'audiences.contact',
        rule: 'may narrow auditors, which the framework sets, and never widen it',
      }));

  it('refuses an audience for a field that is not given', () =>
    given()
      .when(received({ audiences: { contact: 'auditors' } }))
      .refuses('invalid-command', { field: 'audiences.contact' }));

  it('refuses a sponsor whom the directory does not hold', () =>
    given()
      .when(received({ sponsor: idOf('nobody') }))
      .refuses('unknown-reference', { field: 'sponsor', id: idOf('nobody') }));

  it('refuses a use category that the framework does not offer', () =>
    given()
      .when(received({ useCategory: 'espionage' }))
      .refuses('unknown-reference', { field: 'useCategory', id: 'espionage' }));

  it('refuses a framework of which no version is in force', () => {
    const retired = { ...versionOne, retired: '2026-01-02T00:00:00.000Z' };
    const frameworks = {
      revision: 5,
      recordedAt: null,
      source: null,
      nativeSince: 0,
      proposals: [],
      versions: [retired],
    };
    givenIn({ frameworks })
      .when(received())
      .refuses('unknown-reference', { field: 'framework', id: 'tests' });
    givenIn({ frameworks }).when(inHistory(received())).emitsTypes('SubmissionReceived');
  });

  it('refuses somebody without the role, and a second receipt', () => {
    given()
      .when({ ...received(), by: 'ana' })
      .refuses('not-permitted', { accepted: ['submitter'] });
    given(received()).when(received()).refuses('already-exists', { what: 'submission' });
  });

  it('takes imported history with fewer fields, under the rule that it broke', () => {
    const incomplete = received({ fields: { title: 'Convoy routing' } });
    given()
      .when(inHistory({ ...incomplete, by: 'ana' }))
      .broke('not-permitted');
    given().when(inHistory(incomplete)).broke();
    given()
      .when(inHistory(received({ fields: { colour: 'red' } })))
      .refuses('invalid-command', { field: 'fields.colour' });
  });

  it('refuses more attachments than one event can name', () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`file-${i}`, plan]));
    given()
      .when(received({ attachments: many }))
      .refuses('invalid-command', { field: 'attachments', rule: 'at most 100 in one act' });
  });
});
