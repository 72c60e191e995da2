/** Whether SQLite itself failed (a full disk, a lock, damage), as opposed to the program that called it. */
export const isDatabaseFault = (fault: unknown): fault is Error & { readonly rawCode: number } =>
  fault instanceof Error && 'rawCode' in fault && typeof fault.rawCode === 'number'
