import { noSubmission } from '../../members/entrance.ts';
import type { Viewer } from '../../members/viewer.ts';
import type { Tagged } from '../route.ts';
import type { Surface } from '../surface.ts';

/** What the entity tag of a submission stands for: all that this viewer can see of it change. */
export async function submissionTagged(
  surface: Surface,
  viewer: Viewer,
  submission: string,
): Promise<Tagged> {
  const { ledger, entrance } = surface;
  await ledger.projector.waitFor();
  const { audience } = await entrance.enter(viewer, submission);
  const state = ledger.views.state(submission);
  if (state === null) throw noSubmission(submission);
  // What moves with every entry would tell of acts that the viewer does not see.
  const { revision, recordedAt: _, comments: __, refusals: ___, ...reading } = state;
  return { reading: { audience, ...reading }, revision };
}
