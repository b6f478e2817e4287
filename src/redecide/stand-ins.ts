/** Stands where the log holds only a digest: that something is said, and not what. */
export const PROSE = 'sealed';

/** An attachment that nobody opens. */
export const ATTACHMENT = {
  sealed: {
    blob: '00000000-0000-4000-8000-000000000000',
    sha256: '0'.repeat(64),
    bytes: 0,
    mediaType: 'application/octet-stream',
    name: PROSE,
  },
} as const;

export const SECRET = 'A'.repeat(43);
