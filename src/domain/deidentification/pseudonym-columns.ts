import type { TransformationPlan } from './plan'

/** A column of pseudonyms, as the metadata of a dataset tells it. */
export interface PseudonymColumn {
  readonly name: string
  /** What keeps kinds of identifiers apart within a domain; empty: nothing. */
  readonly label: string
  /** Derived by the service, or supplied beside the original in the file. */
  readonly origin: 'derived' | 'supplied'
}

/** The pseudonyms of a dataset. Those of one domain and label can be joined; supplied ones only by who supplied them. */
export interface StoredPseudonyms {
  /** The number of the project whose key derives them. */
  readonly domain: number
  readonly columns: readonly PseudonymColumn[]
}

export const storedPseudonyms = ({
  columns,
  pseudonymDomain,
  pairing,
}: TransformationPlan): StoredPseudonyms => ({
  domain: pseudonymDomain,
  columns: columns.flatMap(({ name, label, action }, position) => {
    if (action.action !== 'pseudonymize') return []
    return [{ name, label, origin: pairing?.original === position ? 'supplied' : 'derived' }]
  }),
})
