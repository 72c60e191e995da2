/** An XML element as plain data: what a reader (saxes here, DOMParser in a browser) hands to the domain. */
export interface XmlElement {
  /** Local name, without a prefix. */
  readonly name: string
  /** Empty for none. */
  readonly namespace: string
  /** In document order; `xmlns` declarations and `xsi:*` included, under their qualified names. */
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
  readonly children: readonly XmlElement[]
  /** The element's own character data, concatenated. */
  readonly text: string
}
