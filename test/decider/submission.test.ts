import { describe, it } from 'mocha';
import { versionOne } from './framework.ts';
import { act, given, givenIn } from './given.ts';
import { aliasOf, idOf } from './people.ts';
import { received, screened } from './reviews.ts';

const imported = { imported: { source: 'archive' } };

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
    givenIn({ frameworks })
      .when({ ...received(), ...imported })
      .emitsTypes('SubmissionReceived');
  });

  it('refuses somebody without the role, and a second receipt', () => {
    given()
      .when({ ...received(), by: 'ana' })
      .refuses('not-permitted', { accepted: ['submitter'] });
    given(received()).when(received()).refuses('already-exists', { what: 'submission' });
  });

  it('takes imported history with fewer fields, under the rule that it broke', () => {
    const act_ = received({ fields: { title: 'Convoy routing' } });
    given()
      .when({ ...act_, by: 'ana', ...imported })
      .broke('not-permitted');
    given()
      .when({ ...act_, ...imported })
      .broke();
    given()
      .when({ ...received({ fields: { colour: 'red' } }), ...imported })
      .refuses('invalid-command', { field: 'fields.colour' });
  });

  it('refuses more attachments than one event can name', () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`file-${i}`, plan]));
    given()
      .when(received({ attachments: many }))
      .refuses('invalid-command', { field: 'attachments', rule: 'at most 100 in one act' });
  });
});

const plan = {
  blob: '7c0e8a8e-3f0f-4f5e-8e5e-0d8f1b0a7c11',
  sha256: 'b'.repeat(64),
  bytes: 3,
  mediaType: 'text/plain',
  name: 'plan.txt',
};

describe('screening a submission', () => {
  it('records the framework version screened against, the tier, and presumptions with their rebuttals', () =>
    given(received())
      .when(
        screened({
          riskTier: 'high',
          track: 'standard',
          presumed: ['no-harm'],
          rebuttals: { 'no-harm': 'Routes only' },
          reasons: 'Touches a convoy',
        }),
      )
      .emits({
        type: 'SubmissionScreened',
        data: {
          version: 1,
          framework: versionOne.ref,
          scope: 'in',
          riskTier: 'high',
          track: 'standard',
          presumed: ['no-harm'],
          rebuttals: { 'no-harm': 'Routes only' },
          reasons: 'Touches a convoy',
        },
      }));

  it('may be done again before a panel sits', () =>
    given(received(), screened())
      .when(screened({ frameworkVersion: 1 }))
      .emitsTypes('SubmissionScreened'));

  it('refuses to presume what is no prohibition of the framework', () =>
    given(received())
      .when(screened({ presumed: ['oversight'] }))
      .refuses('unknown-reference', { field: 'presumed', id: 'oversight' }));

  it('refuses a criterion presumed twice, and a rebuttal of one not presumed', () => {
    given(received())
      .when(screened({ presumed: ['no-harm', 'no-harm'] }))
      .refuses('invalid-command', { field: 'presumed' });
    given(received())
      .when(screened({ rebuttals: { 'no-harm': 'Routes only' } }))
      .refuses('invalid-command', { field: 'rebuttals.no-harm' });
  });

  it('refuses a tier, a track or a framework version that does not exist', () => {
    given(received())
      .when(screened({ riskTier: 'extreme' }))
      .refuses('unknown-reference', { field: 'riskTier' });
    given(received())
      .when(screened({ track: 'fast' }))
      .refuses('unknown-reference', { field: 'track' });
    given(received())
      .when(screened({ frameworkVersion: 2 }))
      .refuses('unknown-reference', { field: 'frameworkVersion', id: '2' });
  });

  it('needs reasons to find a case out of scope, which ends it', () => {
    given(received())
      .when(screened({ scope: 'out' }))
      .refuses('invalid-command', { field: 'reasons', rule: 'is required' });
    given(received(), screened({ scope: 'out', reasons: 'No use of a model' }))
      .when(screened())
      .refuses('wrong-phase', { phase: 'closed', accepted: ['submitted', 'screening'] });
  });

  it('takes imported screening without reasons and after its phase, and notes the phase', () =>
    given({ ...received(), ...imported }, { ...screened({ scope: 'out' }), ...imported })
      .when(act('sec', 'screen-submission', { scope: 'out' }, imported))
      .broke('wrong-phase'));
});
