import type { Runner, Test } from 'mocha';
import Mocha from 'mocha';

/** Mocha's spec output, then every skipped test by its full name, then one line that a machine can read. */
class SummaryReporter extends Mocha.reporters.Spec {
  readonly #skipped: Test[] = [];

  constructor(runner: Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('pending', (test) => this.#skipped.push(test));
  }

  override epilogue(): void {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    const skipped = this.#skipped.map((test) => `  skipped: ${test.fullTitle()}\n`).join('');
    const summary = `${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}\n`;
    process.stdout.write(`${skipped}${skipped && '\n'}${summary}`);
  }
}

// biome-ignore lint/style/noDefaultExport: mocha takes a reporter from a file's default export alone
export default SummaryReporter;
