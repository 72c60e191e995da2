import type { XmlElement } from '../../domain/deidentification/xml-tree'

export type XmlReading =
  | { readonly outcome: 'read'; readonly root: XmlElement }
  /** Not well-formed, not UTF-8, with a DOCTYPE, or too deep; `detail` says which and on what line. */
  | { readonly outcome: 'malformed'; readonly detail: string }

/** Strict XML 1.0 in UTF-8 without a DOCTYPE. */
export type ReadXml = (bytes: Uint8Array) => XmlReading
