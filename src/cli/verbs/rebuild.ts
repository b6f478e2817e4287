import { viewNames } from '../../projector/shape.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { writing } from '../opened-ledger.ts';
import { counted, Progress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';

export const rebuild: Run = async (context, given) => {
  const name = given.optionalArgument(0);
  const view = viewNames.find((each) => each === name);
  if (name !== undefined && view === undefined)
    throw new UsageError('view', `must be one of ${viewNames.join(', ')}`);
  const started = performance.now();
  const progress = new Progress(context);
  const rebuilt = await writing(context, async ({ projector }) => {
    const onProgress = (events: number): void => progress.show(`rebuilding: ${counted(events)} events`);
    try {
      return await projector.rebuild(view, onProgress);
    } finally {
      progress.end();
    }
  });
  const seconds = (performance.now() - started) / 1000;
  if (context.json) await writeJson(context, { ...rebuilt, ms: Math.round(seconds * 1000) });
  else
    await context.terminal.write(
      `rebuilt ${rebuilt.views.join(', ')} from ${counted(rebuilt.events)} events in ${seconds.toFixed(1)} s\n`,
    );
  return exit.ok;
};
