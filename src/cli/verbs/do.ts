import { act } from '../act.ts';
import type { Run } from '../context.ts';
import { givenData } from '../data-file.ts';
import { submissionOf } from '../submissions.ts';

export const doCommand: Run = async (context, given) => {
  const name = given.argument(0);
  const data = await givenData(context, given);
  const framework = given.text('framework');
  const submission = given.text('submission');
  return act(context, given, (ledger) => ({
    name,
    data,
    ...(framework === undefined ? {} : { framework }),
    // A submission that is received gets the id that it is given; any other must be there.
    ...(submission === undefined
      ? {}
      : {
          submission:
            name === 'receive-submission'
              ? (given.uuid('submission') ?? '')
              : submissionOf(ledger, submission),
        }),
  }));
};
