import type { SubmissionEvent } from '../../events/catalogue.ts';
import { addDays } from '../../events/time.ts';
import { type Act, named, type Scene, words } from './scene.ts';
import { alias, framework, frameworkKey } from './setting.ts';

export function received(scene: Scene): SubmissionEvent {
  const fields = { title: { audience: 'participants', value: words(scene) } } as const;
  const sponsor = alias('spo', scene.submission);
  return {
    type: 'SubmissionReceived',
    data: { framework: frameworkKey, sponsor, useCategory: 'logistics', fields },
  };
}

export function revised(scene: Scene): SubmissionEvent {
  const version = scene.state.version + 1;
  const fields = { title: { audience: 'participants', value: words(scene) } } as const;
  const data = { version, changed: ['title'], material: scene.random.chance(60), fields };
  return { type: 'SubmissionRevised', data };
}

export function screened(scene: Scene): SubmissionEvent {
  const scope = scene.random.chance(85) ? 'in' : 'out';
  const presumed = scene.random.chance(30) ? ['no-harm'] : [];
  const data = {
    version: scene.state.version,
    framework: framework.ref,
    scope,
    riskTier: 'high',
    presumed,
  } as const;
  return { type: 'SubmissionScreened', data: { ...data, presumed } };
}

export const requested = (scene: Scene): SubmissionEvent => ({
  type: 'InformationRequested',
  data: { due: addDays(scene.at, 3), questions: words(scene) },
});

export const answers = (scene: Scene): readonly Act[] =>
  scene.state.requests
    .filter(({ answer }) => answer === null)
    .map(({ event }) => [{ type: 'InformationProvided', data: { request: event, answer: words(scene) } }]);

export const ends = (scene: Scene): readonly Act[] => [
  [{ type: 'SubmissionReturned', data: { reasons: words(scene) } }],
  [{ type: 'SubmissionWithdrawn', data: {} }],
];

export const closed = (_scene: Scene): SubmissionEvent => ({
  type: 'SubmissionClosed',
  data: { why: 'completed' },
});

export const comment = (scene: Scene): SubmissionEvent => ({
  type: 'CommentAdded',
  data: { visibility: 'participants', text: words(scene) },
});

export const auditNote = (scene: Scene): SubmissionEvent => ({
  type: 'AuditNoteAdded',
  data: { note: { text: words(scene), ...(scene.random.chance(50) ? {} : { about: noted(scene) }) } },
});
const noted = (scene: Scene): string => scene.random.pick(scene.events)?.id ?? named(scene, 'nothing');

export function corrected(scene: Scene): SubmissionEvent {
  const entry = scene.random.pick(scene.events)?.id ?? named(scene, 'nothing');
  const dated = scene.random.chance(50);
  return {
    type: 'EntryCorrected',
    data: dated
      ? {
          entry,
          field: 'occurred',
          visibility: 'public',
          occurred: scene.at.slice(0, 10),
          reason: words(scene),
        }
      : {
          entry,
          field: 'text',
          visibility: 'participants',
          reading: { text: words(scene) },
          reason: words(scene),
        },
  };
}
