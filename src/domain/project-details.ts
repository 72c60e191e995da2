import { type ExportTarget, isSameTarget, type WantedExportTarget, withCredential } from './export-target'

/** What of a project can be changed, beside its owners. */
export interface ProjectDetails {
  readonly description: string
  /** The members of this group may read the project's datasets, beside its owners. */
  readonly authgroup?: string
  /** The age public key that this project's keyfiles are written to. */
  readonly keyfileRecipient?: string
  readonly exportTarget?: ExportTarget
}

/** Absent: as it is; `null`: there is none any more. */
export interface DetailsChange {
  readonly description?: string
  readonly authgroup?: string | null
  readonly keyfileRecipient?: string | null
  readonly exportTarget?: WantedExportTarget | null
}

/** The details as they are wanted; `null`: the credential of the export target is missing. */
export function changeDetails(current: ProjectDetails, change: DetailsChange): ProjectDetails | null {
  const target = change.exportTarget
  const wantedTarget = target ? withCredential(target, current.exportTarget) : target
  if (target && wantedTarget === null) return null
  const authgroup = latest(current.authgroup, change.authgroup)
  const keyfileRecipient = latest(current.keyfileRecipient, change.keyfileRecipient)
  const exportTarget = latest(current.exportTarget, wantedTarget)
  return {
    description: change.description ?? current.description,
    ...(authgroup === undefined ? {} : { authgroup }),
    ...(keyfileRecipient === undefined ? {} : { keyfileRecipient }),
    ...(exportTarget === undefined ? {} : { exportTarget }),
  }
}

export const areSameDetails = (a: ProjectDetails, b: ProjectDetails): boolean =>
  a.description === b.description &&
  a.authgroup === b.authgroup &&
  a.keyfileRecipient === b.keyfileRecipient &&
  isSameTarget(a.exportTarget, b.exportTarget)

const latest = <Value>(current: Value | undefined, wanted: Value | null | undefined): Value | undefined =>
  wanted === undefined ? current : (wanted ?? undefined)
