import { afterDecision } from './decision-acts.ts';
import { convened, inReview } from './panel-acts.ts';
import { type Act, type Scene, words } from './scene.ts';
import {
  answers,
  auditNote,
  closed,
  comment,
  corrected,
  ends,
  received,
  requested,
  revised,
  screened,
} from './submission-acts.ts';

/** Acts that a plausible history may go on with. None depends on a rule having held; order and references are sound. */
export function possible(scene: Scene): readonly Act[] {
  const { state } = scene;
  if (state.received === null) return [[received(scene)]];
  const anywhere: readonly Act[] = [
    [comment(scene)],
    [corrected(scene)],
    [auditNote(scene)],
    ...answers(scene),
  ];
  switch (state.phase) {
    case 'submitted':
      return [
        ...anywhere,
        [screened(scene)],
        [screened(scene)],
        [requested(scene)],
        [revised(scene)],
        ...ends(scene),
      ];
    case 'screening':
      return [...anywhere, [convened(scene)], [convened(scene)], [convened(scene)], [revised(scene)]];
    case 'review':
    case 'decision':
      return [...anywhere, ...inReview(scene), ...afterDecision(scene)];
    case 'aftercare':
      return [...anywhere, ...afterDecision(scene), ...afterDecision(scene), [closed(scene)]];
    case 'closed':
      return [
        [{ type: 'SubmissionReopened', data: { reason: words(scene) } }],
        [comment(scene)],
        [auditNote(scene)],
      ];
    default:
      return state.phase satisfies never;
  }
}
