import { setTimeout } from 'node:timers/promises'
import type { Pause } from '../../application/ports/pause'

export const pause: Pause = (ms) => setTimeout(ms)
