"""Many victims: declared, tagged on scene, counted, divided over hospitals by what these can take."""
