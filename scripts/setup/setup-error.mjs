/** Something that the person at the terminal can put right; the message says how. */
export class SetupError extends Error {}

/** Runs a script's body; a SetupError becomes its message and exit code 1, anything else is a bug and keeps its stack. */
export async function reporting(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`setup: ${error.message}`);
    process.exitCode = 1;
  }
}
