/** What becomes of an uploaded table; one upload endpoint each (manual, chapter 10). */
export const importKinds = ['dataset', 'ephemeral', 'external'] as const
export type ImportKind = (typeof importKinds)[number]
