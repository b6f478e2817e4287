import { describe, it } from 'mocha';
import { frameworks, versionOne } from '../framework.ts';
import { act, given, givenIn } from '../given.ts';
import { imported, inHistory, received, screened, underReview } from '../reviews.ts';

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

  it('refuses a version that is retired, which imported history may have been screened against', () => {
    const retired = { ...versionOne, retired: '2026-01-02T00:00:00.000Z' };
    const two = { ...frameworks, versions: [retired, { ...versionOne, version: 2 }] };
    givenIn({ frameworks: two }, received())
      .when(screened({ frameworkVersion: 1 }))
      .refuses('invalid-command', { field: 'frameworkVersion' });
    givenIn({ frameworks: two }, inHistory(received()))
      .when(inHistory(screened({ frameworkVersion: 1 })))
      .broke();
  });

  it('is over once a panel sits, and is the secretary’s', () => {
    given(...underReview())
      .when(screened())
      .refuses('wrong-phase', { phase: 'review' });
    given(received())
      .when(act('cha', 'screen-submission', { scope: 'in' }))
      .refuses('not-permitted', { accepted: ['secretary'] });
  });

  it('needs reasons to find a case out of scope, which ends it', () => {
    given(received())
      .when(screened({ scope: 'out' }))
      .refuses('invalid-command', { field: 'reasons', rule: 'is required' });
    given(received(), screened({ scope: 'out', reasons: 'No use of a model' }))
      .when(screened())
      .refuses('wrong-phase', { phase: 'closed', accepted: ['submitted', 'screening'] });
  });

  it('lifts no presumption when it is done again, nor on a way out of scope and back', () => {
    const presumed = [received(), screened({ presumed: ['no-harm'] })];
    given(...presumed)
      .when(screened({ presumed: ['no-weapons'] }))
      .refuses('presumption-stands', { criteria: ['no-harm'] });
    given(...presumed)
      .when(screened({ scope: 'out', reasons: 'No use of a model' }))
      .refuses('presumption-stands');
    given(...presumed)
      .when(screened({ presumed: ['no-harm', 'no-weapons'] }))
      .emitsTypes('SubmissionScreened');
  });

  it('takes imported screening without reasons and after its phase, and notes the phase', () =>
    given(inHistory(received()), inHistory(screened({ scope: 'out' })))
      .when(act('sec', 'screen-submission', { scope: 'out' }, { imported }))
      .broke('wrong-phase'));
});
