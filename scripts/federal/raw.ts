import { z } from 'zod';

/** The two editions of the inventory, by the day each was published. */
export const editions = ['2024-12-18', '2025-01-23'] as const;
export type Edition = (typeof editions)[number];

/** One use case as the second edition has it; empty cells are left out. The source has no id but the order of its rows. */
export const UseCase = z
  .object({
    row: z.int().min(1),
    first_listed: z.enum(editions),
    agency: z.string().min(1),
    impact_type: z.string().exactOptional(),
  })
  .catchall(z.string());
export type UseCase = z.infer<typeof UseCase>;

/** One cell that differs between the editions, in a row that both have. */
export const EditionChange = z.object({
  row: z.int().min(1),
  field: z.string().min(1),
  edition_2024_12_18: z.string(),
  edition_2025_01_23: z.string(),
});
export type EditionChange = z.infer<typeof EditionChange>;
