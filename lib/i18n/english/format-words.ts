/** The order and the signs of dates and sizes, in English. */
export const formats = {
  time: '{hour}:{minute}',
  day: '{day} {month} {year}',
  dayThisYear: '{day} {month}',
  moment: '{weekday}, {day} {month} {year}, {time}',
  bytes: '{value} B',
  kilobytes: '{value} KB',
  megabytes: '{value} MB',
  gigabytes: '{value} GB',
  terabytes: '{value} TB',
} as const
