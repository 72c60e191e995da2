/** What a token may hold an import to, beside its kind. What is absent is as everywhere in the deployment. */
export interface ImportLimits {
  /** Bytes of `file_csv`; exactly so many pass. */
  readonly maxBytes?: number
  /** Data records. */
  readonly maxRows?: number
  /** The one uuid that an external import may claim, canonical. */
  readonly externalUuid?: string
  /** SHA-256 of the one definition that may be uploaded, byte for byte, lower-case hex. */
  readonly definitionSha256?: string
}

export type ImportLimitRefusal =
  | { readonly code: 'definition-not-allowed' }
  | { readonly code: 'external-uuid-not-allowed' }

export const refuseDefinition = (
  { definitionSha256: allowed }: ImportLimits,
  sha256: string,
): ImportLimitRefusal | null =>
  allowed === undefined || allowed === sha256 ? null : { code: 'definition-not-allowed' }

/** `uuid` `null`: the import is not external, and claims none. */
export const refuseExternalUuid = (
  { externalUuid: allowed }: ImportLimits,
  uuid: string | null,
): ImportLimitRefusal | null =>
  allowed === undefined || uuid === null || allowed === uuid ? null : { code: 'external-uuid-not-allowed' }
