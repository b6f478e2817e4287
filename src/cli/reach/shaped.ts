import { z } from 'zod';

/** An answer that says what its own module describes: that all of it is there is checked, not each word of it. */
export const shaped = <T extends object>(...members: readonly (keyof T & string)[]): z.ZodType<T> =>
  z.custom<T>(
    (value) =>
      typeof value === 'object' && value !== null && members.every((member) => Object.hasOwn(value, member)),
    { error: () => `says not all of ${members.join(', ')}` },
  );
