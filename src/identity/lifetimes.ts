const minute = 60_000;
const hour = 60 * minute;
export const day = 24 * hour;

/** A token is noted as used at most once in this time, so that a look-up seldom writes. */
export const usedGrain = hour;

export const tokenDays = { usual: 90, most: 365 } as const;
export const enrolmentDays = { usual: 7, most: 30 } as const;
export const signInCodeLife = 10 * minute;
export const sessionLife = 12 * hour;
export const sessionIdle = hour;
/** How exactly idleness is kept: a session may end this much early, never late. */
export const sessionGrain = minute;

/** More than anybody needs at once; it bounds what one person can make the file hold. */
export const mostLiveTokens = 25;
