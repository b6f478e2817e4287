/** The call itself cannot work: an argument has the wrong form, or two of them do not go together. */
export class UsageError extends Error {
  readonly field: string;

  constructor(field: string, rule: string) {
    super(`${field}: ${rule}`);
    this.name = 'UsageError';
    this.field = field;
  }
}
