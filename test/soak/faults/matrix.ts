import type { UploadRequest } from '../../support/upload'

export type Kind = NonNullable<UploadRequest['kind']>

/** The faults of an append, and three of the whole server that meet it there. */
export const faultNames = [
  ...([
    'silence',
    'cut-before-commit',
    'cut-after-commit',
    'answer-withheld',
    'not-ready',
    'too-busy',
  ] as const),
  ...(['not-leader', 'timeout', 'timeout-after-commit', 'unknown-correlation', 'internal'] as const),
  /** The server's clock is hours before ours, or behind it. */
  ...(['clock-ahead', 'clock-behind'] as const),
  /** The connection breaks, and the new one is not told what the server can do. */
  'capabilities-broken',
] as const
export type FaultName = (typeof faultNames)[number]

export type Appended = 'claim' | 'consumption' | 'outcome'

/** One upload, and what befalls one of its appends. */
export interface Row {
  readonly fault: FaultName
  readonly kind: Kind
  readonly append: Appended
}

const protocol: readonly Omit<Row, 'fault'>[] = [
  { kind: 'external', append: 'claim' },
  ...(['dataset', 'external', 'ephemeral'] as const).flatMap((kind) => [
    { kind, append: 'consumption' } as const,
    { kind, append: 'outcome' } as const,
  ]),
]

/**
 * The whole matrix. The rows of one wave go through their fault at the same time on one server; where the fault
 * of one row would keep the others from coming to theirs, each is a wave of its own.
 */
export const waves: readonly (readonly Row[])[] = faultNames.flatMap((fault) =>
  wavesOf(
    fault,
    protocol.map((row) => ({ fault, ...row })),
  ),
)

/** Of each fault a row for two of the three appends; over the faults each append, and each row, in its turn. */
export const someWaves = (seed: number): readonly (readonly Row[])[] =>
  faultNames.flatMap((fault, at) => {
    const turn = seed + at
    const rows = (['claim', 'consumption', 'outcome'] as const)
      .filter((_, place) => place !== turn % 3)
      .flatMap((append) => {
        const choice = protocol.filter((row) => row.append === append)
        const row = choice[Math.floor(turn / 3) % choice.length]
        return row === undefined ? [] : [{ fault, ...row }]
      })
    return wavesOf(fault, rows)
  })

function wavesOf(fault: FaultName, rows: readonly Row[]): readonly (readonly Row[])[] {
  return fault === 'capabilities-broken' ? rows.map((row) => [row]) : [rows]
}

export const nameOf = ({ fault, kind, append }: Row): string => `${fault} at the ${append} of ${kind}`
