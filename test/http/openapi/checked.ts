import { apiDocument } from '../../../src/http/openapi/document.ts';
import { routes } from '../../../src/http/routes/routes.ts';
import { answerChecks, type Came } from './answer-checks.ts';

const checks = answerChecks(apiDocument(routes));

/** @throws Error that says what of the answer is not as the document says */
export function requireDescribed(method: string, path: string, answer: Came): void {
  const findings = checks.findings(method, path, answer);
  if (findings.length > 0)
    throw new Error(`${method} ${path}: ${findings.join('; ')}\n${answer.body.slice(0, 2_000)}`);
}

/** Operations that nothing in this process has answered as the document says. */
export const unexercised = (): readonly string[] => checks.unexercised();
