"""The sample portal: a Z-Blog with the theme tpure, made up by chance. Imports only itself."""
