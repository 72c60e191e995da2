/** What an import does to files, to the history and to its client: where a crash could leave it half done. */
export const importSteps = [
  'make staging',
  'make spool',
  'unlink spool',
  'write spool',
  'write table',
  'append ExternalIdentifierClaimed',
  'write record',
  'flush staging',
  'rename into place',
  'flush place',
  'append TokenConsumed',
  'append DatasetImported',
  'append EphemeralDatasetDiscarded',
  'append DatasetImportFailed',
  'remove staging',
  'answer',
  'append UploadRefused',
  'rename result',
  'unlink result',
  'unlink table',
  'flush removal',
  'unlink record',
  'remove directory',
] as const
export type ImportStep = (typeof importSteps)[number]

export type FailPoint = `${'before' | 'after'} ${ImportStep}`

/** Every one of them, in about the order in which an import comes by. */
export const failPoints: readonly FailPoint[] = importSteps.flatMap(
  (step) => [`before ${step}`, `after ${step}`] as const,
)

/** Told when an import stands at a point. Nothing is bound to it but a test that ends its process there. */
export type Reached = (point: FailPoint) => void

/** Does a step between its two points. */
export async function between<T>(
  reached: Reached | undefined,
  step: ImportStep,
  work: () => Promise<T>,
): Promise<T> {
  reached?.(`before ${step}`)
  const result = await work()
  reached?.(`after ${step}`)
  return result
}
