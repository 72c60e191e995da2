/** Whether the disks hold enough more for an upload to be taken, or to go on. */
export type HasRoom = () => Promise<boolean>
