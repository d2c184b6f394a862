package org.indexport.dialects;

/** What a rule of {@code filterableAttributes} lets queries do with its attributes. */
record FilterFeatures(boolean facetSearch, boolean equality, boolean comparison) {
  /** What holds for a rule that does not say it. */
  static final FilterFeatures STANDARD = new FilterFeatures(false, true, false);

  FilterFeatures withFacetSearch(boolean value) {
    return new FilterFeatures(value, equality, comparison);
  }

  FilterFeatures withEquality(boolean value) {
    return new FilterFeatures(facetSearch, value, comparison);
  }

  FilterFeatures withComparison(boolean value) {
    return new FilterFeatures(facetSearch, equality, value);
  }

  boolean any() {
    return facetSearch || equality || comparison;
  }

  boolean all() {
    return facetSearch && equality && comparison;
  }
}
