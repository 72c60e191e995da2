/** Where a project's ephemeral results are to be delivered, as an SFTP account names it. */
export interface ExportAccount {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly path: string
}

export interface ExportTarget extends ExportAccount {
  /** Names the credential, which lies outside the event store. */
  readonly credentialId: string
}

/** `credentialId` `null`: the one that the project's target has already. */
export interface WantedExportTarget extends ExportAccount {
  readonly credentialId: string | null
}

/** A credential is of an account: it goes with no target of another host, port or user. `null`: it is missing. */
export function withCredential(
  { credentialId, ...account }: WantedExportTarget,
  current: ExportTarget | undefined,
): ExportTarget | null {
  if (credentialId !== null) return { ...account, credentialId }
  return current !== undefined && isSameAccount(current, account)
    ? { ...account, credentialId: current.credentialId }
    : null
}

export const isSameTarget = (a: ExportTarget | undefined, b: ExportTarget | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : isSameAccount(a, b) && a.path === b.path && a.credentialId === b.credentialId

const isSameAccount = (a: ExportAccount, b: ExportAccount): boolean =>
  a.host === b.host && a.port === b.port && a.user === b.user
