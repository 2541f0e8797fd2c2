"""The officer's desk: today, the year, the file of a partnership, finding; reads everything, changes nothing."""
