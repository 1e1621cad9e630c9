# CSV, Berichte, Rettung, Änderungen auf der Platte.
